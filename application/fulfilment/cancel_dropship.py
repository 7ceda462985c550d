"""Ask the lab to cancel one production order, and write down what it said."""

from dataclasses import dataclass
from uuid import UUID

from application.fulfilment.ports import BeginFulfilmentWork, FulfilmentWork, LabCancellations
from application.fulfilment.settle_cancelled_order import settle_cancelled_order
from application.shared.outcomes import Unavailable
from application.shared.ports import Clock
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.lab_report import CancelAnswer
from domain.fulfilment.status import DropshipStatus
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.orders.timeline import TimelineEntry

# Nobody had to be asked: it never got there, or came to its end before.
NEVER_THERE = CancelAnswer(is_cancelled=True, said="never submitted")


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelDropship:
    """A job; running it again changes nothing."""

    begin: BeginFulfilmentWork
    lab: LabCancellations
    clock: Clock
    submission_wait_s: float = 5.0

    async def __call__(self, lease: Lease) -> None:
        async with self.begin(reading=True) as work:
            known = await work.dropships.get(UUID(lease.payload["dropship_id"]))
        answer = NEVER_THERE
        if known.is_being_cancelled:
            answer = await self._asked(known)
        at = self.clock.now()
        async with self.begin() as work:
            order = await work.orders.lock(known.order_id)
            before = await work.dropships.lock(known.id)
            if before.is_being_cancelled:
                if before.provider_order_id != known.provider_order_id or (
                    before.status is DropshipStatus.SUBMITTING and answer is NEVER_THERE
                ):
                    raise Unavailable("prodigi", "It was submitted meanwhile.")
                await self._record(work, before, answer)
            await settle_cancelled_order(work, order, at, "prodigi", answer.said)
            await work.jobs.finish(lease)
            await work.commit()

    async def _asked(self, known: Dropship) -> CancelAnswer:
        if known.provider_order_id is not None:
            return await self.lab.cancel(known.provider_order_id)
        if known.status is DropshipStatus.SUBMITTING:
            # Only the answer to the submission tells what there is to cancel.
            raise Unavailable("prodigi", "It is being submitted.", self.submission_wait_s)
        return NEVER_THERE

    async def _record(self, work: FulfilmentWork, before: Dropship, answer: CancelAnswer) -> None:
        at = self.clock.now()
        after = before.cancelled() if answer.is_cancelled else before.cancel_refused()
        await work.dropships.save(after)
        await work.timeline.add(
            TimelineEntry(
                order_id=after.order_id,
                at=at,
                actor="prodigi",
                event="print_cancelled" if answer.is_cancelled else "cancel_refused_by_lab",
                why=answer.said,
                before=before.status.value,
                after=after.status.value,
                data={"lineId": str(after.line_id)},
            )
        )
        if not answer.is_cancelled:
            await work.attention.report(
                Attention(
                    reason="cancel_refused_by_lab",
                    dedupe_key=f"cancel-refused:{after.idempotency_key}",
                    at=at,
                    order_id=after.order_id,
                    details={
                        "said": answer.said,
                        "providerOrderId": after.provider_order_id or "",
                        "dropshipId": str(after.id),
                    },
                )
            )
