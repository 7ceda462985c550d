"""Repairs that are a matter of asking again: each writes down the job that does the asking."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.payments.ports import WhenOrderIsPaid
from application.reconciliation.carry_out import asking_again, known, named, order_in
from application.reconciliation.staff_ports import StaffWork
from application.shared.ports import NewId
from domain.operations.job import JobKind
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.repair import NoRepairKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSessionAgain:
    new_id: NewId

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        payload = {
            "type": "checkout.session.completed",
            "object_id": named(item, "sessionId"),
            "event_id": "",
        }
        await work.jobs.add(asking_again(self.new_id, JobKind.HANDLE_STRIPE_EVENT, payload))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResubmitDropship:
    """The stored bytes and key, so that the lab makes one order of it, however often."""

    new_id: NewId

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        payload = {
            "dropship_id": named(item, "dropshipId"),
            "order_id": str(order_in(picture).id),
        }
        await work.jobs.add(asking_again(self.new_id, JobKind.SUBMIT_DROPSHIP, payload))


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDropship:
    """What never got to the lab cannot be asked about: it is resubmitted or printed again."""

    new_id: NewId

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        part = known(picture).dropship(named(item, "dropshipId"))
        if part is None or part.provider_order_id is None:
            raise NoRepairKnown
        payload = {"dropship_id": str(part.id), "order_id": str(part.order_id)}
        await work.jobs.add(asking_again(self.new_id, JobKind.FOLLOW_DROPSHIP, payload))


class RetryDeadJob:
    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        """Raises JobNotFound or JobIsNotDead."""
        _, _, job_id = item.dedupe_key.partition("dead-job:")
        if not job_id:
            raise NoRepairKnown
        await work.job_register.retry_dead(UUID(job_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMissingPrints:
    """What the payment should have set off; prints that are known already are left as they are."""

    request: WhenOrderIsPaid

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        await self.request(work, order_in(picture), at)
