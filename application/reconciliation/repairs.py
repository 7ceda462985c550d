"""Repairs that are a matter of asking again: each writes down the job that does the asking.

Each may be carried out twice for one item, when two members of staff are equally quick or a
process ends in between: the job's key says for which item, and since when it was open.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from application.payments.ports import BeginPaymentWork, WhenOrderIsPaid
from application.reconciliation.staff_ports import BeginStaffWork
from application.shared.ports import Clock
from domain.operations.job import JobKind, NewJob
from domain.orders.order import OrderNotFound
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.repair import NoRepairKnown


class CarryOut(Protocol):
    async def __call__(self, item: AttentionItem, by: UUID) -> None:
        """In its own transaction; twice for the same item has the effect of once.

        Raises NoRepairKnown when the item does not say what it is about.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleSessionAgain:
    begin: BeginStaffWork

    async def __call__(self, item: AttentionItem, by: UUID) -> None:
        payload = {
            "type": "checkout.session.completed",
            "object_id": _named(item, "sessionId"),
            "event_id": "",
        }
        await _ask(self.begin, item, [(JobKind.HANDLE_STRIPE_EVENT, payload)])


@dataclass(frozen=True, slots=True, kw_only=True)
class ResubmitDropship:
    """The stored bytes and key, so that the lab makes one order of it, however often."""

    begin: BeginStaffWork

    async def __call__(self, item: AttentionItem, by: UUID) -> None:
        payload = {"dropship_id": _named(item, "dropshipId"), "order_id": str(item.order_id)}
        await _ask(self.begin, item, [(JobKind.SUBMIT_DROPSHIP, payload)])


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDropshipsOfOrder:
    begin: BeginStaffWork

    async def __call__(self, item: AttentionItem, by: UUID) -> None:
        if item.order_id is None:
            raise NoRepairKnown
        async with self.begin(reading=True) as work:
            dropships = await work.dropships.of_order(item.order_id)
        jobs = [
            (JobKind.FOLLOW_DROPSHIP, {"dropship_id": str(each.id), "order_id": str(item.order_id)})
            for each in dropships
            if each.provider_order_id is not None
        ]
        await _ask(self.begin, item, jobs)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryDeadJob:
    begin: BeginStaffWork

    async def __call__(self, item: AttentionItem, by: UUID) -> None:
        _, _, job_id = item.dedupe_key.partition("dead-job:")
        if not job_id:
            raise NoRepairKnown
        async with self.begin() as work:
            await work.job_register.retry_dead(UUID(job_id))
            await work.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestMissingPrints:
    """What the payment should have set off; prints that are known already are left as they are."""

    begin: BeginPaymentWork
    request: WhenOrderIsPaid
    clock: Clock

    async def __call__(self, item: AttentionItem, by: UUID) -> None:
        if item.order_id is None:
            raise NoRepairKnown
        async with self.begin() as work:
            try:
                order = await work.orders.lock(item.order_id)
            except OrderNotFound as error:
                raise NoRepairKnown from error
            if order.may_be_produced:
                await self.request(work, order, self.clock.now())
            await work.commit()


async def _ask(
    begin: BeginStaffWork, item: AttentionItem, jobs: list[tuple[JobKind, dict[str, Any]]]
) -> None:
    async with begin() as work:
        await work.jobs.add(
            [
                NewJob(
                    kind=kind,
                    dedupe_key=f"repair:{item.id}:{_since(item.at)}:{place}",
                    payload=payload,
                )
                for place, (kind, payload) in enumerate(jobs)
            ]
        )
        await work.commit()


def _since(at: datetime) -> str:
    return f"{at:%Y%m%dT%H%M%S.%f}"


def _named(item: AttentionItem, name: str) -> str:
    found = item.details.get(name)
    if not found:
        raise NoRepairKnown
    return found
