"""Who carries out a repair, and what an item tells of its trouble."""

from collections.abc import Sequence
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


class CarryOut(Protocol):
    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        """In the work that closes the item, so that it happens once or not at all.

        Order and item are locked, and the trouble is still there. Raises NoRepairKnown when the
        item does not say what it is about, and whatever the act itself is refused with.
        """
        ...


def named(item: AttentionItem, name: str) -> str:
    """Raises NoRepairKnown."""
    found = item.details.get(name)
    if not found:
        raise NoRepairKnown
    return found


def order_in(picture: OrderPicture | None) -> Order:
    """Raises NoRepairKnown."""
    return known(picture).order


def known(picture: OrderPicture | None) -> OrderPicture:
    """Raises NoRepairKnown."""
    if picture is None:
        raise NoRepairKnown
    return picture


def reason_of(item: AttentionItem) -> str:
    """For the timeline of what the repair set off."""
    return f"Repair of {item.reason} (item {item.id})."


def asking_again(new_id: NewId, kind: JobKind, payload: dict[str, str]) -> Sequence[NewJob]:
    """One more job. The item is the fence: it may open again within the same tick of a clock."""
    return [NewJob(kind=kind, dedupe_key=f"repair:{new_id()}", payload=payload)]
