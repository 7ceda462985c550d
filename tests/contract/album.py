"""A buyer who frames a picture, orders it, and wants to delete it."""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from application.catalog.make_product import MakeProduct, ProductWish
from application.media.delete_picture import DeletePicture
from domain.catalog.product import Product
from domain.fulfilment.status import DropshipStatus
from domain.identity.owner import Owner
from domain.media.picture import Picture
from domain.operations.reply import Request
from domain.orders.order import Order
from tests.contract.cart_till import CartTill
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import CATALOGUE, SMALL, a_picture
from tests.contract.staff_desk import Desk, desk_of


@dataclass
class Album:
    """`picture` is framed as `product`, which lies in the buyer's cart."""

    desk: Desk
    picture: Picture
    product: Product

    def __post_init__(self) -> None:
        self.shop, self.begin = self.desk.shop, self.desk.shop.begin
        self.owner: Owner = self.shop.buyer
        self.delete_picture = DeletePicture(begin=self.begin, clock=self.shop.clock)
        self.till = CartTill(begin=self.begin, owner=self.owner)

    async def delete(self, request: Request | None = None) -> None:
        await self.delete_picture(self.owner, self.picture.id, request)

    async def frame(self) -> Product:
        make = MakeProduct(
            begin=self.begin, catalogue=CATALOGUE, clock=self.shop.clock, new_id=uuid4
        )
        wish = ProductWish(
            owner=self.owner,
            picture_id=self.picture.id,
            frame_size=SMALL.frame_size,
            frame_style=SMALL.frame_style,
            frame_material=SMALL.frame_material,
        )
        return (await make(wish)).product

    async def check_out(self) -> Order:
        return (await self.shop.checkout(self.shop.wish())).order

    async def pay(self, order: Order) -> Order:
        """The session's money arrives, is told, and everything that follows is done."""
        async with self.begin(reading=True) as work:
            session = await work.sessions.of_order(order.id)
        assert session is not None
        session_id = session.session_id or ""
        self.shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
        await self.shop.deliver("checkout.session.completed", session_id)
        await self.shop.work()
        return await self.shop.order(order.id)

    async def move(self, order: Order, to: DropshipStatus) -> None:
        """All prints of the order, as the lab's reports would in the end."""
        async with self.begin() as work:
            for part in await work.dropships.of_order(order.id):
                locked = await work.dropships.lock(part.id)
                await work.dropships.save(replace(locked, status=to))
            await work.commit()

    async def change(self, order: Order, **changes: object) -> None:
        async with self.begin() as work:
            locked = await work.orders.lock(order.id)
            await work.orders.save(replace(locked, **changes))  # type: ignore[arg-type]
            await work.commit()

    async def is_there(self, picture_id: UUID | None = None) -> bool:
        async with self.begin(reading=True) as work:
            page = await work.pictures.page(self.owner.id, page=1, limit=100)
        return (picture_id or self.picture.id) in {each.id for each in page.items}


async def album_of(persistence: Persistence) -> Album:
    desk = desk_of(persistence)
    owner = desk.shop.buyer
    picture = replace(a_picture(owner.id), thumbnail_widths=(1280, 320))
    product = Product.of(
        SMALL,
        product_id=uuid4(),
        owner_id=owner.id,
        picture_id=picture.id,
        at=picture.created_at,
    )
    async with persistence.begin() as work:
        await work.pictures.add(picture)
        await work.products.add_or_get(product)
        await work.commit()
    album = Album(desk, picture, product)
    await album.till.add(product.id, 1)
    return album
