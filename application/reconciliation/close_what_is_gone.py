"""Close the items of an order whose trouble is gone, each with its reason in the timeline."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from application.reconciliation.picture_of import picture_of
from application.reconciliation.staff_ports import StaffWork
from domain.orders.timeline import TimelineEntry
from domain.reconciliation.attention_item import AttentionItem, Resolution
from domain.reconciliation.why_gone import why_gone


class CloseWhatIsGone:
    """For every act that may set something right: it belongs to the act's own work."""

    async def __call__(self, work: StaffWork, order_id: UUID, by: str, at: datetime) -> None:
        """The order is locked and all about it is saved; the caller commits."""
        still_open = await work.attention_list.lock_open_of(order_id)
        if not still_open:
            return
        picture = await picture_of(work, await work.orders.lock(order_id))
        for item in still_open:
            why = why_gone(item, picture)
            if why is not None:
                await close_as_gone(work, item, why, by, at)


async def close_as_gone(
    work: StaffWork, item: AttentionItem, why: str, by: str, at: datetime
) -> AttentionItem:
    """The order, if any, must be locked, and so must the item."""
    gone = replace(item, resolved_at=at, resolved_by=by, resolution=Resolution.GONE)
    await work.attention_list.close(gone)
    if item.order_id is not None:
        await work.timeline.add(
            TimelineEntry(
                order_id=item.order_id,
                at=at,
                actor="passepartout",
                event="attention_closed",
                why=why,
                data={"itemId": str(item.id), "reason": item.reason, "by": by},
            )
        )
    return gone
