"""Show an owner one of their orders, with all that has happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.orders.ports import BeginOrderWork
from domain.fulfilment.dropship import Dropship
from domain.identity.owner import Owner
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.payments.status import PaymentStatus, payment_status


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderStory:
    order: Order
    payment_status: PaymentStatus
    dropships: Sequence[Dropship]
    timeline: Sequence[TimelineEntry]
    needs_attention: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOrder:
    begin: BeginOrderWork

    async def __call__(self, owner: Owner, order_id: UUID) -> OrderStory:
        """Raises OrderNotFound."""
        async with self.begin(reading=True) as work:
            order = await work.orders.get(owner.id, order_id)
            facts = await work.payment_facts.of(order_id)
            dropships = await work.dropships.of_order(order_id)
            timeline = await work.timeline.of(order_id)
            reasons = await work.attention.open_reasons(order_id)
        return OrderStory(
            order=order,
            payment_status=payment_status(facts),
            dropships=dropships,
            timeline=timeline,
            needs_attention=bool(reasons) or order.held_because is not None,
        )
