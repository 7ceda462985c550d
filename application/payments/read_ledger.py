"""Show what came and went of an order's money, and whether it fits together."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.payments.ports import BeginPaymentWork, PaymentWork
from domain.orders.order import Order
from domain.payments.ledger import Ledger, ledger_of
from domain.payments.ledger_check import ledger_mismatches
from domain.payments.refund import Refund


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLedger:
    ledger: Ledger
    refunds: Sequence[Refund]
    mismatches: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadLedger:
    begin: BeginPaymentWork

    async def __call__(self, order_id: UUID) -> OrderLedger:
        """Raises OrderNotFound."""
        async with self.begin() as work:
            # Locked, so that facts, refunds and order are of one moment.
            order = await work.orders.lock(order_id)
            return await ledger_in(work, order)


async def ledger_in(work: PaymentWork, order: Order) -> OrderLedger:
    facts = await work.payment_facts.of(order.id)
    refunds = await work.refunds.of_order(order.id)
    return OrderLedger(
        ledger=ledger_of(facts),
        refunds=refunds,
        mismatches=ledger_mismatches(order, facts, refunds),
    )
