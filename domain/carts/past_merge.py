"""A merge that was made, with all that is needed to take it back."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from domain.carts.cart import Cart
from domain.carts.merge_report import MergeReport, MergeStrategy
from domain.shared.refusals import Conflict, Invalid, NotFound


class MergeNotFound(NotFound):
    """There is no such merge, or it was somebody else's."""

    code = "merge_not_found"


class MergeStrategyUnknown(Invalid):
    """The strategies are sum, max, keep_guest and keep_user."""

    code = "merge_strategy_unknown"


class MergeUndoTooLate(Conflict):
    """A merge can be taken back for a while only."""

    code = "merge_undo_too_late"


class MergeCartChanged(Conflict):
    """The user's cart was changed after the merge, and that change must not be lost."""

    code = "merge_cart_changed"


class MergeUndoRefused(Conflict):
    """The user's cart waits for payment, or the guest has begun another cart meanwhile."""

    code = "merge_undo_refused"


def strategy_named(name: str | None) -> MergeStrategy | None:
    """None for none: the shop's own. Raises MergeStrategyUnknown."""
    if name is None:
        return None
    try:
        return MergeStrategy(name)
    except ValueError as error:
        raise MergeStrategyUnknown(field="strategy") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Repointed:
    """A product that now shows the user's own copy of the picture, and what it was before."""

    product_id: UUID
    picture_id: UUID
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """Ids of what was a guest's and is a user's since.

    `same_products` names, by the guest's product, the user's that is the same thing.
    """

    pictures: tuple[UUID, ...] = ()
    products: tuple[UUID, ...] = ()
    orders: tuple[UUID, ...] = ()
    repointed: tuple[Repointed, ...] = ()
    same_products: dict[UUID, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMerge:
    """The guest's cart keeps its lines; the user's is kept here as it was."""

    id: UUID
    guest_id: UUID
    guest_cart_id: UUID
    user_id: UUID
    user_cart_before: Cart
    version_after: int
    at: datetime
    moved: Moved
    report: MergeReport
    undone_at: datetime | None = None

    @property
    def brought_the_guests_lines(self) -> bool:
        if self.undone_at is not None:
            return False
        return self.report.strategy is not MergeStrategy.KEEP_USER or self.user_cart_before.is_empty

    def check_undoable(self, at: datetime, undo_within: timedelta) -> None:
        """Raises MergeUndoTooLate."""
        if at > self.at + undo_within:
            raise MergeUndoTooLate(facts={"undoableUntil": str(self.at + undo_within)})

    def restored(self, user_cart: Cart) -> Cart:
        """The user's cart with exactly the lines it had; its version moves on.

        Raises MergeCartChanged.
        """
        before = self.user_cart_before
        if (user_cart.id, user_cart.version) != (before.id, self.version_after):
            raise MergeCartChanged(facts={"version": user_cart.version})
        return replace(before, version=self.version_after + 1)

    def undo(self, at: datetime) -> Self:
        return replace(self, undone_at=at)
