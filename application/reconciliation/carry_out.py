"""Who carries out a repair, and what an item tells of its trouble."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.reconciliation.staff_ports import StaffWork
from application.shared.ports import NewId
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.repair import NoRepairKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An open item, its order as it is now if it has one, and who repairs it."""

    item: AttentionItem
    seen: OrderPicture | None
    by: UUID
    at: datetime

    @property
    def picture(self) -> OrderPicture:
        """Raises NoRepairKnown."""
        if self.seen is None:
            raise NoRepairKnown
        return self.seen

    @property
    def order(self) -> Order:
        """Raises NoRepairKnown."""
        return self.picture.order

    @property
    def why(self) -> str:
        """For the timeline of what the repair set off."""
        return f"Repair of {self.item.reason} (item {self.item.id})."

    def named(self, name: str) -> str:
        """Raises NoRepairKnown."""
        found = self.item.details.get(name)
        if not found:
            raise NoRepairKnown
        return found


class CarryOut(Protocol):
    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        """In the work that closes the item, so that it happens once or not at all.

        Order and item are locked, and the trouble is still there. Raises NoRepairKnown when the
        item does not say what it is about, and whatever the act itself is refused with.
        """
        ...


def asking_again(new_id: NewId, kind: JobKind, payload: dict[str, str]) -> Sequence[NewJob]:
    """One more job. The item is the fence: it may open again within the same tick of a clock."""
    return [NewJob(kind=kind, dedupe_key=f"repair:{new_id()}", payload=payload)]
