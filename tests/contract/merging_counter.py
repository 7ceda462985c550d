"""A shop counter where a guest turns out to be a user: their carts, and the verbs of merging."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from adapters.outbound.memory.clock import MemoryClock
from application.carts.merge_guest_cart import GuestMerge, MergeGuestCart
from application.carts.merge_outcome import MergeOutcome
from application.carts.price_cart import PriceCart
from application.carts.undo_merge import MergeUndo, UndoMerge, UndoneMerge
from application.carts.when_order_is_paid_take_bought_lines_out import TakeBoughtLinesOut
from domain.carts.cart import Cart, CartLimits, CartLine
from domain.carts.history import CartAction, CartEntry
from domain.carts.merge_report import MergeStrategy
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.catalog.product import Product
from domain.identity.owner import Owner
from domain.media.picture import Picture
from domain.orders.order import Order
from domain.shared.money import Money
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import BROWSER, CATALOGUE, NOON, SMALL, a_picture, framed
from tests.contract.sample_order import an_order

LIMITS = CartLimits(lines_max=5, line_quantity_max=9)
UNDO_WITHIN = timedelta(hours=24)


@dataclass
class Counter:
    """`catalogue` and `limits` are those of the day of the merge."""

    persistence: Persistence
    catalogue: Catalogue = CATALOGUE
    limits: CartLimits = LIMITS
    guest: Owner = field(default_factory=lambda: Owner(uuid4()))
    user: Owner = field(default_factory=lambda: Owner(uuid4()))
    guests: list[Owner] = field(default_factory=list)
    clock: MemoryClock = field(default_factory=MemoryClock)

    async def merge(self, strategy: MergeStrategy = MergeStrategy.MAX, **more: Any) -> MergeOutcome:
        merge = MergeGuestCart(
            begin=self.persistence.begin,
            price=PriceCart(catalogue=self.catalogue, limits=self.limits),
            catalogue=self.catalogue,
            limits=self.limits,
            clock=self.clock,
            new_id=uuid4,
            default_currency="GBP",
            default_strategy=MergeStrategy.MAX,
            undo_within=UNDO_WITHIN,
        )
        wish = GuestMerge(guest=self.guest, user=self.user, origin=BROWSER, strategy=strategy)
        return await merge(replace(wish, **more))

    async def undo(self, merge_id: UUID | None, by: Owner | None = None) -> UndoneMerge:
        undo = UndoMerge(
            begin=self.persistence.begin,
            price=PriceCart(catalogue=self.catalogue, limits=self.limits),
            clock=self.clock,
            new_id=uuid4,
            default_currency="GBP",
            undo_within=UNDO_WITHIN,
        )
        assert merge_id is not None
        return await undo(MergeUndo(user=by or self.user, merge_id=merge_id, origin=BROWSER))

    async def framed(self, owner: Owner, frame: Frame = SMALL) -> Product:
        return await framed(self.persistence, owner.id, frame)

    async def frame_picture(self, owner: Owner, picture: Picture, frame: Frame = SMALL) -> Product:
        """A product of this original, which the owner uploads if it is new to them."""
        async with self.persistence.begin() as work:
            kept = await work.pictures.add(
                replace(a_picture(owner.id), original_sha256=picture.original_sha256)
            )
            made = Product.of(
                frame, product_id=uuid4(), owner_id=owner.id, picture_id=kept.id, at=NOON
            )
            product = await work.products.add_or_get(made)
            await work.commit()
        return product

    async def put(
        self, owner: Owner, product: Product, quantity: int = 1, currency: str = "GBP"
    ) -> Cart:
        """Into the owner's cart, whatever the limits of this shop are."""
        return await self.fill(owner, {product.id: quantity}, currency)

    async def fill(self, owner: Owner, products: dict[UUID, int], currency: str = "GBP") -> Cart:
        async with self.persistence.begin() as work:
            before = (await work.carts.lock(owner.id, uuid4(), currency)).cart
            cart = before.priced_in(currency)
            for product_id, quantity in products.items():
                cart = cart.add(self.line(product_id, quantity, currency), SPACIOUS)
                self.clock.advance(timedelta(seconds=1))
            entry = CartEntry.of(CartAction.ADDED, before, cart, BROWSER, self.clock.now())
            await work.carts.save(before, cart, entry)
            await work.commit()
        return cart

    def line(self, product_id: UUID, quantity: int, currency: str = "GBP") -> CartLine:
        return CartLine(
            id=uuid4(),
            product_id=product_id,
            quantity=quantity,
            price_when_added=Money(3_900, currency),
            added_at=self.clock.now(),
        )

    async def empty(self, owner: Owner) -> Cart:
        """Take everything out of the owner's cart, which stays."""
        async with self.persistence.begin() as work:
            before = (await work.carts.lock(owner.id, uuid4(), "GBP")).cart
            cart = replace(before, lines=(), version=before.version + 1)
            entry = CartEntry.of(CartAction.REMOVED, before, cart, BROWSER, self.clock.now())
            await work.carts.save(before, cart, entry)
            await work.commit()
        return cart

    async def place(self, order: Order) -> Order:
        async with self.persistence.begin() as work:
            await work.orders.add(order)
            await work.commit()
        return order

    async def order_of(self, cart: Cart, **changed: Any) -> Order:
        """Made of that cart, with a line for each of its."""
        order = an_order(lines=len(cart.lines))
        bought = zip(order.lines, cart.lines, strict=True)
        lines = tuple(replace(b, product_id=c.product_id, quantity=c.quantity) for b, c in bought)
        made = replace(
            order, owner_id=cart.owner_id, cart_id=cart.id, cart_version=cart.version, lines=lines
        )
        return await self.place(replace(made, **changed))

    async def pay(self, order: Order) -> None:
        """As far as the cart is concerned."""
        async with self.persistence.begin() as work:
            await work.orders.lock(order.id)
            await TakeBoughtLinesOut()(work, order, self.clock.now())
            await work.commit()

    async def holding(self, cart_id: UUID) -> Cart | None:
        async with self.persistence.begin() as work:
            found = await work.carts.lock_holding(cart_id)
        return None if found is None else found.cart

    async def cart(self, owner: Owner) -> Cart | None:
        async with self.persistence.begin(reading=True) as work:
            found = await work.carts.read(owner.id)
        return None if found is None else found.cart

    async def counted(self, owner: Owner) -> dict[UUID, int]:
        cart = await self.cart(owner)
        return {} if cart is None else {line.product_id: line.quantity for line in cart.lines}


SPACIOUS = CartLimits(lines_max=1_000, line_quantity_max=10_000)
