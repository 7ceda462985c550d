"""Read a production order at the lab and bring ours, and the whole order, up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.fulfilment.ports import BeginFulfilmentWork, FulfilmentWork, PrintLab
from application.notifications.write_mail import WriteMail
from application.shared.ports import Clock
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.lab_report import LabReport
from domain.fulfilment.line_progress import is_replaced, reached_by
from domain.fulfilment.status import DropshipStatus
from domain.notifications.mail import Template
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry

MAILS = {
    OrderStatus.PARTIALLY_SHIPPED: Template.ORDER_PARTIALLY_SHIPPED,
    OrderStatus.SHIPPED: Template.ORDER_SHIPPED,
    OrderStatus.DELIVERED: Template.ORDER_DELIVERED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowDropship:
    """A job, run after every callback and by the poller; running it again changes nothing."""

    begin: BeginFulfilmentWork
    lab: PrintLab
    write_mail: WriteMail
    clock: Clock
    unseen_patience: timedelta

    async def __call__(self, lease: Lease) -> None:
        dropship_id = UUID(lease.payload["dropship_id"])
        async with self.begin(reading=True) as work:
            known = await work.dropships.get(dropship_id)
        report = None
        if known.provider_order_id is not None:
            report = await self.lab.report(known.provider_order_id)
        at = self.clock.now()
        async with self.begin() as work:
            order = await work.orders.lock(known.order_id)
            if report is not None:
                await self._apply(work, order, dropship_id, report, at)
            elif known.provider_order_id is not None:
                await self._unknown_there(work, dropship_id, at)
            await work.jobs.finish(lease)
            await work.commit()

    async def _apply(
        self,
        work: FulfilmentWork,
        order: Order,
        dropship_id: UUID,
        report: LabReport,
        at: datetime,
    ) -> None:
        before = await work.dropships.lock(dropship_id)
        after = before.seen(report.status, report.shipments, report.problem, at=at)
        await work.dropships.save(after)
        if after.status is not before.status:
            await work.timeline.add(self._part_moved(before, after, at))
            if after.status is DropshipStatus.CANCELLED and not before.is_being_cancelled:
                await work.attention.add(_cancelled_at_lab(after, at))
        parts = await work.dropships.of_order(order.id)
        # What is printed again, or is at its end, needs nobody, however often the lab tells of it.
        may_fail = after.can_be_called_off and not is_replaced(after, parts)
        if after.problem is not None and may_fail and not after.is_being_cancelled:
            await work.attention.report(
                Attention(
                    reason="lab_problem",
                    dedupe_key=f"lab-problem:{after.idempotency_key}:{after.problem}"[:300],
                    at=at,
                    order_id=order.id,
                    details={"problem": after.problem, "dropshipId": str(after.id)},
                )
            )
        reached = reached_by(parts, order.status)
        if reached is not order.status:
            await self._order_moved(work, order, reached, parts, at)

    async def _unknown_there(self, work: FulfilmentWork, dropship_id: UUID, at: datetime) -> None:
        """Normal while the lab holds it for edits, and for a moment after it was taken; after that
        a person must find out.
        """
        before = await work.dropships.lock(dropship_id)
        after = before.not_seen(at=at)
        await work.dropships.save(after)
        if after.was_unseen_for(self.unseen_patience, at=at):
            await work.attention.report(
                Attention(
                    reason="unknown_at_lab",
                    dedupe_key=f"unknown-at-lab:{after.idempotency_key}",
                    at=at,
                    order_id=after.order_id,
                    details={
                        "providerOrderId": after.provider_order_id or "",
                        "dropshipId": str(after.id),
                        "since": str(after.unseen_since),
                    },
                )
            )

    async def _order_moved(
        self,
        work: FulfilmentWork,
        order: Order,
        reached: OrderStatus,
        parts: Sequence[Dropship],
        at: datetime,
    ) -> None:
        moved = order.move_to(reached)
        await work.orders.save(moved)
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="prodigi",
                event=f"order_{reached.value}",
                before=order.status.value,
                after=reached.value,
            )
        )
        # When the lab was silent for long, the order may have passed "shipped" unseen.
        skipped = reached is OrderStatus.DELIVERED and order.status is not OrderStatus.SHIPPED
        for status in (OrderStatus.SHIPPED, reached) if skipped else (reached,):
            if status in MAILS:
                extra: dict[str, object] = {"shipments": _parcels(parts)}
                await self.write_mail(work, moved, MAILS[status], at, extra)

    def _part_moved(self, before: Dropship, after: Dropship, at: datetime) -> TimelineEntry:
        tracking = ", ".join(
            shipment.tracking_number for shipment in after.shipments if shipment.tracking_number
        )
        return TimelineEntry(
            order_id=after.order_id,
            at=at,
            actor="prodigi",
            event=f"print_{after.status.value}",
            before=before.status.value,
            after=after.status.value,
            data={"lineId": str(after.line_id), "tracking": tracking},
        )


def _cancelled_at_lab(dropship: Dropship, at: datetime) -> Attention:
    """The buyer paid for it, and nobody makes it: only a person can set that right."""
    return Attention(
        reason="cancelled_at_lab",
        dedupe_key=f"cancelled-at-lab:{dropship.idempotency_key}",
        at=at,
        order_id=dropship.order_id,
        details={
            "providerOrderId": dropship.provider_order_id or "",
            "dropshipId": str(dropship.id),
        },
    )


def _parcels(parts: Sequence[Dropship]) -> list[dict[str, str]]:
    return [
        {
            "carrier": shipment.carrier,
            "number": shipment.tracking_number or "",
            "url": shipment.tracking_url or "",
        }
        for part in parts
        for shipment in part.shipments
        if shipment.has_left
    ]
