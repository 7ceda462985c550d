"""What the cart's use cases need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from application.operations.ports import Replies
from application.shared.begin import Begin
from application.shared.work import Work
from domain.carts.cart import Cart
from domain.catalog.product import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCart:
    """A cart together with the products its lines (and the caller) speak of."""

    cart: Cart
    products: Mapping[UUID, Product]


class Carts(Protocol):
    """One active cart per owner, by a constraint."""

    async def lock(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: UUID | None = None
    ) -> OpenCart:
        """The owner's cart, made as `new_id` if there is none, locked until the work ends.

        `wanted` is a product to load along, if the owner has it. One round trip; what is returned
        was read after the lock was granted, so no concurrent change can be lost.
        """
        ...

    async def open(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: UUID | None = None
    ) -> OpenCart:
        """The same without the lock; a cart that had to be made is not written down yet."""
        ...

    async def read(self, owner_id: UUID) -> OpenCart | None:
        """As it is now, in one round trip, without waiting for anybody."""
        ...

    async def save_if_unchanged(self, before: Cart, after: Cart) -> bool:
        """Write the difference unless the cart has changed (or come to be) since it was opened.

        One statement, whole by itself, so it needs no lock and no transaction around it.
        """
        ...

    async def save(self, before: Cart, after: Cart) -> None:
        """Write the difference in one round trip; the cart must have been locked in this work."""
        ...


class CartWork(Work, Protocol):
    @property
    def carts(self) -> Carts: ...
    @property
    def replies(self) -> Replies: ...


BeginCartWork = Begin[CartWork]
