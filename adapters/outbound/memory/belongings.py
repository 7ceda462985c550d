"""What a guest had, handed over to a user in memory, and back."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.carts.past_merge import Moved, Repointed
from domain.catalog.product import Product
from domain.designs.design import Design
from domain.designs.render import Render
from domain.identity.login_session import LoginSession
from domain.media.picture import Picture, second_copy
from domain.media.resumable_upload import ResumableUpload
from domain.orders.order import Order


class MemoryBelongings:
    def __init__(self, store: MemoryStore) -> None:
        self._pictures: Table[UUID, Picture] = store.table("pictures")
        self._products: Table[UUID, Product] = store.table("products")
        self._orders: Table[UUID, Order] = store.table("orders")
        self._uploads: Table[UUID, ResumableUpload] = store.table("uploads")
        self._designs: Table[UUID, Design] = store.table("designs")
        self._renders: Table[UUID, Render] = store.table("renders")
        self._logins: Table[UUID, LoginSession] = store.table("login_sessions")

    async def move(self, guest_id: UUID, user_id: UUID) -> Moved:
        repointed, same = self._paired(guest_id, user_id)
        pictures = self._give([p for p in self._pictures if p.owner_id == guest_id], user_id)
        products = [product for product in self._products if product.owner_id == guest_id]
        for product in products:
            shown = repointed.get(product.id, product)
            self._products.put(product.id, replace(shown, owner_id=user_id))
        for upload in self._uploads:
            if upload.owner_id == guest_id:
                self._uploads.put(upload.id, replace(upload, owner_id=user_id))
        self._give_designs(guest_id, user_id, pictures)
        # Whoever became this guest when their log-in ran out may have ordered as the guest.
        was_another = any(
            login.guest_id == guest_id and login.account_id != user_id for login in self._logins
        )
        orders = self._give_orders(
            user_id,
            lambda order: (
                order.owner_id == guest_id and not order.is_open_for_payment and not was_another
            ),
        )
        return Moved(
            pictures=tuple(sorted(pictures)),
            products=tuple(sorted(product.id for product in products)),
            orders=tuple(sorted(orders)),
            repointed=tuple(
                Repointed(
                    product_id=product.id,
                    picture_id=product.picture_id,
                    fingerprint=product.fingerprint,
                )
                for product in products
                if product.id in repointed
            ),
            same_products=same,
        )

    async def move_back(self, guest_id: UUID, user_id: UUID, moved: Moved) -> None:
        own = (self._pictures.get(each) for each in moved.pictures)
        self._give([p for p in own if p is not None and p.owner_id == user_id], guest_id)
        for upload in self._uploads:
            if upload.owner_id == user_id and upload.picture_id in moved.pictures:
                self._uploads.put(upload.id, replace(upload, owner_id=guest_id))
        self._give_designs(user_id, guest_id, moved.pictures)
        before = {each.product_id: each for each in moved.repointed}
        taken = {product.fingerprint for product in self._products}
        for product in self._products:
            is_theirs = product.id in moved.products or product.picture_id in moved.pictures
            if product.owner_id != user_id or not is_theirs:
                continue
            was = before.get(product.id)
            shows = product.picture_id
            if was is not None and was.fingerprint not in taken:
                shows = was.picture_id
            self._products.put(product.id, replace(product, owner_id=guest_id, picture_id=shows))
        self._give_orders(
            guest_id, lambda order: order.owner_id == user_id and order.id in moved.orders
        )

    def _give_designs(self, from_id: UUID, to_id: UUID, pictures: Collection[UUID]) -> None:
        """They go where the pictures go that they show."""
        for design in self._designs:
            if design.owner_id == from_id and design.parameters.picture_id in pictures:
                self._designs.put(design.id, replace(design, owner_id=to_id))
        for render in self._renders:
            if render.owner_id == from_id and render.picture_id in pictures:
                self._renders.put(render.id, replace(render, owner_id=to_id))

    def _paired(
        self, guest_id: UUID, user_id: UUID
    ) -> tuple[dict[UUID, Product], dict[UUID, UUID]]:
        """Products as they show the user's picture; and those that are another's same."""
        own = [picture for picture in self._pictures if picture.owner_id == user_id]
        twins = {picture.original: picture for picture in own if not picture.is_second_copy}
        users = {p.fingerprint: p.id for p in self._products if p.owner_id == user_id}
        repointed: dict[UUID, Product] = {}
        same: dict[UUID, UUID] = {}
        for product in self._products:
            picture = self._pictures.get(product.picture_id)
            if product.owner_id != guest_id or picture is None or picture.owner_id != guest_id:
                continue
            if product.design_id is not None:
                # A design is drawn of the very picture it names.
                continue
            twin = twins.get(picture.original)
            if twin is None:
                continue
            shown = replace(product, picture_id=twin.id)
            if shown.fingerprint in users:
                same[product.id] = users[shown.fingerprint]
            else:
                repointed[product.id] = shown
                users[shown.fingerprint] = product.id
        return repointed, same

    def _give(self, moving: Iterable[Picture], owner_id: UUID) -> list[UUID]:
        taken = {p.original_sha256 for p in self._pictures if p.owner_id == owner_id}
        given = []
        for picture in sorted(moving, key=lambda picture: (picture.created_at, picture.id)):
            original = picture.original
            if original in taken:
                original = second_copy(original, picture.id)
            taken.add(original)
            self._pictures.put(
                picture.id, replace(picture, owner_id=owner_id, original_sha256=original)
            )
            given.append(picture.id)
        return given

    def _give_orders(self, owner_id: UUID, which: Callable[[Order], bool]) -> list[UUID]:
        moving = [order for order in self._orders if which(order)]
        for order in moving:
            self._orders.put(order.id, replace(order, owner_id=owner_id))
        return [order.id for order in moving]
