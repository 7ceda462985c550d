"""Call an order's prints off: what has not left us is gone, and of the rest the lab is asked.

The order is locked before, and a submission locks it too before it is intended. So a print either
was intended earlier, is sent, and then the lab is asked to cancel it; or it is never sent.
"""

from collections.abc import Sequence
from datetime import datetime

from application.fulfilment.ports import FulfilmentWork
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry


async def call_off_prints(
    work: FulfilmentWork, order: Order, at: datetime, *, ask_again: bool = False
) -> Sequence[Dropship]:
    """Those that were called off now. The order must be locked; the caller commits.

    What the lab refused to cancel is asked for once more only with `ask_again`.
    """
    called_off = []
    for part in await work.dropships.of_order(order.id):
        dropship = await work.dropships.lock(part.id)
        if not dropship.can_be_called_off or dropship.is_being_cancelled:
            continue
        if dropship.cancellation is None or ask_again:
            called_off.append(await call_off(work, dropship, at))
    return called_off


async def call_off(work: FulfilmentWork, dropship: Dropship, at: datetime) -> Dropship:
    """The production order must be locked."""
    after = dropship.called_off()
    await work.dropships.save(after)
    await work.timeline.add(
        TimelineEntry(
            order_id=after.order_id,
            at=at,
            actor="passepartout",
            event="print_called_off",
            before=dropship.status.value,
            after=after.status.value,
            data={"lineId": str(after.line_id)},
        )
    )
    if after.status is not DropshipStatus.CANCELLED:
        await work.jobs.add(
            [
                NewJob(
                    kind=JobKind.CANCEL_DROPSHIP,
                    dedupe_key=f"cancel:{after.idempotency_key}:{at.isoformat()}",
                    payload={"dropship_id": str(after.id), "order_id": str(after.order_id)},
                )
            ]
        )
    return after
