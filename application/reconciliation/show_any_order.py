"""Show staff any order, with everything that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.reconciliation.staff_ports import BeginStaffWork, JobRecord
from domain.fulfilment.dropship import Dropship
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.payments.facts import PaymentFact
from domain.reconciliation.attention_item import AttentionItem

JOBS_SHOWN_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeOrder:
    order: Order
    payment_facts: Sequence[PaymentFact]
    dropships: Sequence[Dropship]
    timeline: Sequence[TimelineEntry]
    jobs: Sequence[JobRecord]
    attention: Sequence[AttentionItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAnyOrder:
    begin: BeginStaffWork

    async def __call__(self, order_id: UUID) -> WholeOrder:
        """Raises OrderNotFound."""
        async with self.begin(reading=True) as work:
            return WholeOrder(
                order=await work.order_register.get(order_id),
                payment_facts=await work.payment_facts.of(order_id),
                dropships=await work.dropships.of_order(order_id),
                timeline=await work.timeline.of(order_id),
                jobs=await work.job_register.of_order(order_id, JOBS_SHOWN_MAX),
                attention=await work.attention_list.of_order(order_id),
            )
