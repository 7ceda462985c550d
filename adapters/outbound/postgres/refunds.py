"""Refunds that we ask for, in PostgreSQL."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.refunds import refunds
from domain.payments.refund import Refund, RefundReason, RefundState
from domain.shared.money import Money


class PostgresRefunds:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, refund: Refund) -> bool:
        adding = insert(refunds).values(
            id=refund.id,
            order_id=refund.order_id,
            payment_intent_id=refund.payment_intent_id,
            purpose=refund.purpose,
            idempotency_key=refund.idempotency_key,
            request_body=refund.request_body,
            amount=refund.amount.amount,
            currency=refund.amount.currency,
            reason=refund.reason.value,
            note=refund.note,
            actor=refund.actor,
            intended_at=refund.intended_at,
            state=refund.state.value,
        )
        unless_known = adding.on_conflict_do_nothing(index_elements=["idempotency_key"])
        added = await self._connection.execute(unless_known.returning(refunds.c.id))
        return added.first() is not None

    async def get(self, refund_id: UUID) -> Refund:
        found = await self._connection.execute(select(refunds).where(refunds.c.id == refund_id))
        return from_row(found.mappings().one())

    async def save(self, refund: Refund) -> None:
        await self._connection.execute(
            update(refunds)
            .where(refunds.c.id == refund.id)
            .values(state=refund.state.value, refund_id=refund.refund_id, problem=refund.problem)
        )

    async def of_order(self, order_id: UUID) -> Sequence[Refund]:
        found = await self._connection.execute(
            select(refunds)
            .where(refunds.c.order_id == order_id)
            .order_by(refunds.c.intended_at, refunds.c.id)
        )
        return [from_row(row) for row in found.mappings()]


def from_row(row: RowMapping) -> Refund:
    kept = dict(row)
    currency = kept.pop("currency")
    return Refund(
        **{
            **kept,
            "amount": Money(kept["amount"], currency),
            "reason": RefundReason(kept["reason"]),
            "state": RefundState(kept["state"]),
        }
    )
