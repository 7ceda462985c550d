"""Payment facts in PostgreSQL: a set that only grows."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import payment_facts
from domain.payments.facts import FactKind, PaymentFact
from domain.shared.money import Money


class PostgresPaymentFacts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, *facts: PaymentFact) -> None:
        rows = [
            {
                "order_id": fact.order_id,
                "kind": fact.kind.value,
                "object_id": fact.object_id,
                "amount": fact.amount.amount,
                "currency": fact.amount.currency,
                "seen_at": fact.seen_at,
                "payment_intent_id": fact.payment_intent_id,
            }
            for fact in facts
        ]
        if rows:
            await self._connection.execute(
                insert(payment_facts).values(rows).on_conflict_do_nothing()
            )

    async def of(self, order_id: UUID) -> Sequence[PaymentFact]:
        found = await self._connection.execute(
            select(payment_facts)
            .where(payment_facts.c.order_id == order_id)
            .order_by(payment_facts.c.seen_at)
        )
        return [
            PaymentFact(
                order_id=row.order_id,
                kind=FactKind(row.kind),
                object_id=row.object_id,
                amount=Money(row.amount, row.currency),
                seen_at=row.seen_at,
                payment_intent_id=row.payment_intent_id,
            )
            for row in found
        ]
