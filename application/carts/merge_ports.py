"""What merging carts needs beyond the carts themselves."""

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from application.carts.ports import BatchWork, OpenCart
from application.shared.begin import Begin
from domain.carts.history import CartEntry
from domain.carts.past_merge import Moved, PastMerge


@dataclass(frozen=True, slots=True, kw_only=True)
class CartsToMerge:
    """A guest without an active cart has none; a user's is made."""

    guest: OpenCart | None
    user: OpenCart


class CartMerges(Protocol):
    """Merges as they were made, and the two locks that one needs."""

    async def lock(
        self, guest_id: UUID, user_id: UUID, new_id: UUID, currency: str
    ) -> CartsToMerge:
        """Both active carts, the guest's first, as they are once nobody else changes them.

        Two who merge the same guest or the same user wait for each other, whether or not there are
        carts. Orders of the guest are locked before the carts, as a payment locks them.
        """
        ...

    async def latest(self, guest_id: UUID, user_id: UUID) -> PastMerge | None:
        """That was not undone."""
        ...

    async def add(self, merge: PastMerge, entry: CartEntry) -> None:
        """Also, the guest's cart is no longer active; `entry` goes into its history."""
        ...

    async def lock_past(self, merge_id: UUID, user_id: UUID) -> PastMerge | None:
        """With the orders that came along and the guest's cart, as a payment locks them: so the two
        never wait in a circle.
        """
        ...

    async def undo(self, merge: PastMerge, entry: CartEntry, set_aside: UUID | None) -> None:
        """The guest's cart is active again, with the lines it had.

        `set_aside` is an empty cart that the guest began meanwhile; it is merged into the other.
        """
        ...


class Belongings(Protocol):
    """Pictures, products, uploads and orders of a guest who turned out to be a user.

    Orders that may still be paid stay the guest's. A picture that the user has already becomes a
    second copy, which lists do not show; products of it are the user's product of the same thing.
    """

    async def move(self, guest_id: UUID, user_id: UUID) -> Moved: ...

    async def move_back(self, guest_id: UUID, user_id: UUID, moved: Moved) -> None:
        """As far as the user still has it, and with it what was made of these pictures since.

        An upload that has become none of these pictures stays the user's.
        """
        ...


class MergeWork(BatchWork, Protocol):
    @property
    def merges(self) -> CartMerges: ...
    @property
    def belongings(self) -> Belongings: ...


BeginMergeWork = Begin[MergeWork]
