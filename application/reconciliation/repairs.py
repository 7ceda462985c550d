"""Repairs that are a matter of asking again: each writes down the job that does the asking."""

from dataclasses import dataclass
from uuid import UUID

from application.payments.ports import WhenOrderIsPaid
from application.reconciliation.carry_out import Trouble, asking_again
from application.reconciliation.staff_ports import StaffWork
from application.shared.ports import NewId
from domain.operations.job import JobKind
from domain.reconciliation.repair import NoRepairKnown


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSessionAgain:
    new_id: NewId

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        payload = {
            "type": "checkout.session.completed",
            "object_id": trouble.named("sessionId"),
            "event_id": "",
        }
        await work.jobs.add(asking_again(self.new_id, JobKind.HANDLE_STRIPE_EVENT, payload))


@dataclass(frozen=True, slots=True, kw_only=True)
class ResubmitDropship:
    """The stored bytes and key, so that the lab makes one order of it, however often."""

    new_id: NewId

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        payload = {
            "dropship_id": trouble.named("dropshipId"),
            "order_id": str(trouble.order.id),
        }
        await work.jobs.add(asking_again(self.new_id, JobKind.SUBMIT_DROPSHIP, payload))


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDropship:
    """What never got to the lab cannot be asked about: it is resubmitted or printed again."""

    new_id: NewId

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        part = trouble.picture.dropship(trouble.named("dropshipId"))
        if part is None or part.provider_order_id is None:
            raise NoRepairKnown
        payload = {"dropship_id": str(part.id), "order_id": str(part.order_id)}
        await work.jobs.add(asking_again(self.new_id, JobKind.FOLLOW_DROPSHIP, payload))


class RetryDeadJob:
    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        """Raises JobNotFound or JobIsNotDead."""
        _, _, job_id = trouble.item.dedupe_key.partition("dead-job:")
        if not job_id:
            raise NoRepairKnown
        await work.job_register.retry_dead(UUID(job_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMissingPrints:
    """What the payment should have set off; prints that are known already are left as they are."""

    request: WhenOrderIsPaid

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        await self.request(work, trouble.order, trouble.at)
