"""Write down what staff did: for the whole shop, and in the timeline of the order it was about."""

from datetime import datetime
from uuid import UUID

from application.reconciliation.staff_ports import StaffWork
from domain.orders.timeline import TimelineEntry
from domain.reconciliation.staff_action import StaffAction


async def write_down(
    work: StaffWork,
    at: datetime,
    by: UUID,
    action: str,
    subject: str,
    order_id: UUID | None,
    details: dict[str, str],
) -> None:
    """In the transaction of the action itself."""
    await work.staff_actions.add(
        StaffAction(
            at=at, actor_id=by, action=action, subject=subject, order_id=order_id, details=details
        )
    )
    if order_id is not None:
        await work.timeline.add(
            TimelineEntry(
                order_id=order_id,
                at=at,
                actor="staff",
                event=f"staff_{action}",
                data={**details, "subject": subject, "actorId": str(by)},
            )
        )
