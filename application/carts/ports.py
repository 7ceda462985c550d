"""What the cart's use cases need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.operations.ports import KeptReply, Replies
from application.shared.begin import Begin
from application.shared.work import Work
from domain.carts.cart import Cart
from domain.carts.history import CartEntry
from domain.carts.operation import KeptOperation
from domain.carts.status import CartCheckout, CartStatus
from domain.catalog.product import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCart:
    """A cart together with the products its lines (and the caller) speak of.

    `checkout` is the open order that was made of it. `same_products` is told by `lock_holding`:
    what was bought as the first is in this cart as the second, since a merge.
    """

    cart: Cart
    products: Mapping[UUID, Product]
    checkout: CartCheckout | None = None
    kept: CartStatus = CartStatus.ACTIVE
    same_products: Mapping[UUID, UUID] = field(default_factory=dict)

    @property
    def has_nothing_to_give(self) -> bool:
        """Neither lines nor an order that may still be paid, though its lines were taken out."""
        return self.cart.is_empty and self.checkout is None


class Carts(Protocol):
    """One active cart per owner, by a constraint; all of them by id."""

    async def lock(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: Sequence[UUID] = ()
    ) -> OpenCart:
        """The owner's cart, made as `new_id` if there is none, locked until the work ends.

        `wanted` are products to load along, as far as the owner has them. One round trip; what is
        returned was read after the lock was granted, so no concurrent change can be lost.
        """
        ...

    async def lock_holding(self, cart_id: UUID) -> OpenCart | None:
        """The cart that holds today what that cart held: itself, or what it was merged into."""
        ...

    async def open(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: Sequence[UUID] = ()
    ) -> OpenCart:
        """As `lock`, but without it; a cart that had to be made is not written down yet."""
        ...

    async def read(self, owner_id: UUID) -> OpenCart | None:
        """As it is now, in one round trip, without waiting for anybody."""
        ...

    async def read_any(self, cart_id: UUID) -> OpenCart | None:
        """Whosever it is, and whatever has become of it; for staff."""
        ...

    async def save_if_unchanged(self, before: Cart, after: Cart, entry: CartEntry) -> bool:
        """Write the difference unless the cart has changed (or come to be) since it was opened.

        One statement, whole by itself, so it needs no lock and no transaction around it.
        """
        ...

    async def save(
        self, before: Cart, after: Cart, entry: CartEntry, reply: KeptReply | None = None
    ) -> None:
        """Write the difference, the entry of the history and the answer kept for a retry key.

        One round trip; the cart must have been locked, and the key recalled, in this work.
        """
        ...


class CartOperations(Protocol):
    """Operations that were taken in already, by the id that the client gave each."""

    async def known(self, owner_id: UUID, ids: Sequence[str]) -> Mapping[str, KeptOperation]:
        """Those of these that are remembered; read after the owner's cart was locked."""
        ...

    async def keep(self, owner_id: UUID, operations: Sequence[KeptOperation]) -> None:
        """Raises Conflict when one of them is remembered already."""
        ...

    async def hand_over(self, owner_id: UUID, heir_id: UUID) -> None:
        """The heir has taken in what the owner has: a queue begun as a guest and replayed as a user
        finds its operations known. What the heir knew before stays as it was.
        """
        ...

    async def forget(self, before: datetime, limit: int) -> int:
        """Forget some of those that are older; how many there were."""
        ...


class CartWork(Work, Protocol):
    @property
    def carts(self) -> Carts: ...
    @property
    def replies(self) -> Replies: ...


BeginCartWork = Begin[CartWork]


class BatchWork(CartWork, Protocol):
    @property
    def operations(self) -> CartOperations: ...


BeginBatchWork = Begin[BatchWork]
