"""Refunds that we ask for, in memory."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.payments.refund import Refund


class MemoryRefunds:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Refund] = store.table("refunds")

    async def add(self, refund: Refund) -> bool:
        if any(known.idempotency_key == refund.idempotency_key for known in self._rows):
            return False
        self._rows.put(refund.id, refund)
        return True

    async def get(self, refund_id: UUID) -> Refund:
        found = self._rows.get(refund_id)
        if found is None:
            raise LookupError(refund_id)
        return found

    async def save(self, refund: Refund) -> None:
        known = await self.get(refund.id)
        kept = replace(
            known, state=refund.state, refund_id=refund.refund_id, problem=refund.problem
        )
        self._rows.put(refund.id, kept)

    async def of_order(self, order_id: UUID) -> Sequence[Refund]:
        found = [refund for refund in self._rows if refund.order_id == order_id]
        return sorted(found, key=lambda refund: (refund.intended_at, refund.id))
