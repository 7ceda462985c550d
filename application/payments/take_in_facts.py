"""Add what became known of an order's payments, and draw the consequences in the same work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from application.orders.ports import ClosesItems
from application.payments.ports import PaymentWork, WhenMoneyMoved
from domain.orders.order import Order
from domain.payments.consequences import with_consequences
from domain.payments.facts import PaymentFact


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeInFacts:
    """Known facts change nothing, so it does not matter how often they are told."""

    when_money_moved: WhenMoneyMoved
    close_items: ClosesItems

    async def __call__(
        self, work: PaymentWork, order: Order, facts: Sequence[PaymentFact], at: datetime
    ) -> Order:
        """The order as it is now, saved if it changed. It must be locked in `work`."""
        before = await work.payment_facts.of(order.id)
        await work.payment_facts.add(*facts)
        after = with_consequences(order, before, [*before, *facts])
        if after != order:
            await work.orders.save(after)
            occasion = "/".join(sorted({f"{fact.kind.value}:{fact.object_id}" for fact in facts}))
            await self.when_money_moved(work, after, occasion, at)
        # What asked for a refund is done with once the money went back, whoever saw to it.
        await self.close_items(work, order.id, "stripe", at)
        return after
