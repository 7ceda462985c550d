"""Hand one production order to the lab, exactly once however often it is tried."""

from dataclasses import dataclass
from uuid import UUID

from application.fulfilment.await_print_file import AwaitPrintFile
from application.fulfilment.call_off_prints import call_off
from application.fulfilment.hold_for_another_there import hold_for_another_there
from application.fulfilment.ports import BeginFulfilmentWork, FulfilmentWork, PrintLab
from application.shared.outcomes import AnotherThere, Rejected, Unavailable
from application.shared.ports import Clock
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.lab_report import Submission
from domain.fulfilment.status import DropshipStatus
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDropship:
    """A job: intend (commit), act (the same bytes and key every time), record (commit, fenced)."""

    begin: BeginFulfilmentWork
    lab: PrintLab
    print_file: AwaitPrintFile
    clock: Clock

    async def __call__(self, lease: Lease) -> None:
        dropship = await self._intend(UUID(lease.payload["dropship_id"]), lease)
        if dropship is None:
            return
        try:
            submission = await self.lab.submit(dropship.request_body)
        except Rejected as refusal:
            await self._refused(dropship, refusal, lease)
        except Unavailable:
            if dropship.status is DropshipStatus.PENDING:
                await self._not_reached(dropship)
            raise
        else:
            await self._accepted(dropship, submission, lease)

    async def _intend(self, dropship_id: UUID, lease: Lease) -> Dropship | None:
        """As it was before this try, or None when there is nothing to submit.

        Raises Unavailable while its file is not made yet.
        """
        async with self.begin() as work:
            seen = await work.dropships.get(dropship_id)
            # The order first, then its parts: every use case locks in this sequence.
            order = await work.orders.lock(seen.order_id)
            dropship = await work.dropships.lock(dropship_id)
            if dropship.status not in (DropshipStatus.PENDING, DropshipStatus.SUBMITTING):
                await work.jobs.finish(lease)
                await work.commit()
                return None
            # Once it may have reached the lab, only the lab can say what became of it.
            wanted = dropship.may_be_made_for(order) and not dropship.is_being_cancelled
            if dropship.status is DropshipStatus.PENDING and not wanted:
                await self._withhold(work, order, dropship, lease)
                return None
            if dropship.waits_for_file:
                dropship = await self.print_file(work, order, dropship, self.clock.now())
            if not dropship.waits_for_file:
                await work.dropships.save(dropship.begin_submitting())
            await work.commit()
        if dropship.waits_for_file:
            raise self.print_file.later()
        return dropship

    async def _withhold(
        self, work: FulfilmentWork, order: Order, dropship: Dropship, lease: Lease
    ) -> None:
        """Held orders wait for staff; the others will never be produced."""
        if order.held_because is None or dropship.is_being_cancelled:
            await work.dropships.save(dropship.cancelled())
        await work.timeline.add(
            self._entry(dropship, "production_withheld", order.held_because or order.status.value)
        )
        await work.jobs.finish(lease)
        await work.commit()

    async def _not_reached(self, sent: Dropship) -> None:
        """So that an order which is refunded while the lab is down is not made after all."""
        async with self.begin() as work:
            _, dropship = await self._locked(work, sent)
            # Whoever began a later try may have reached it.
            is_last = dropship.tries == sent.tries + 1
            if dropship.status is DropshipStatus.SUBMITTING and is_last:
                await work.dropships.save(dropship.not_reached())
                await work.commit()

    async def _accepted(self, sent: Dropship, submission: Submission, lease: Lease) -> None:
        async with self.begin() as work:
            order, dropship = await self._locked(work, sent)
            accepted = dropship.accepted(
                submission.provider_order_id,
                submission.status,
                submission.problem,
                at=self.clock.now(),
            )
            await work.dropships.save(accepted)
            await work.timeline.add(
                self._entry(
                    dropship,
                    "submitted_to_lab",
                    submission.problem or "",
                    after=accepted.status,
                    provider_order_id=submission.provider_order_id,
                )
            )
            if submission.problem is not None:
                await self._tell_staff(work, accepted, submission.problem)
            if order.is_over and accepted.can_be_called_off and accepted.cancellation is None:
                # The money went back while the lab was being asked.
                await call_off(work, accepted, self.clock.now())
            await work.jobs.finish(lease)
            await work.commit()

    async def _refused(self, sent: Dropship, refusal: Rejected, lease: Lease) -> None:
        async with self.begin() as work:
            order, dropship = await self._locked(work, sent)
            refused = dropship.refused(refusal.detail)
            await work.dropships.save(refused)
            await work.timeline.add(
                self._entry(dropship, "refused_by_lab", refusal.detail, after=refused.status)
            )
            if isinstance(refusal, AnotherThere):
                await hold_for_another_there(work, order, refused, refusal, self.clock.now())
            else:
                await self._tell_staff(work, refused, refusal.detail)
            await work.jobs.finish(lease)
            await work.commit()

    async def _locked(self, work: FulfilmentWork, sent: Dropship) -> tuple[Order, Dropship]:
        # The timeline's row points to the order and so needs its lock too: the order first.
        order = await work.orders.lock(sent.order_id)
        return order, await work.dropships.lock(sent.id)

    async def _tell_staff(self, work: FulfilmentWork, dropship: Dropship, problem: str) -> None:
        await work.attention.report(
            Attention(
                reason="lab_problem",
                dedupe_key=f"lab-problem:{dropship.idempotency_key}:{problem}"[:300],
                at=self.clock.now(),
                order_id=dropship.order_id,
                details={"problem": problem, "dropshipId": str(dropship.id)},
            )
        )

    def _entry(
        self,
        dropship: Dropship,
        event: str,
        why: str,
        after: DropshipStatus | None = None,
        provider_order_id: str = "",
    ) -> TimelineEntry:
        return TimelineEntry(
            order_id=dropship.order_id,
            at=self.clock.now(),
            actor="prodigi" if after else "passepartout",
            event=event,
            why=why,
            before=dropship.status.value,
            after=after.value if after else None,
            data={"lineId": str(dropship.line_id), "providerOrderId": provider_order_id},
        )
