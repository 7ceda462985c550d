"""Payment facts in memory: a set that only grows."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.payments.facts import FactKind, PaymentFact

_Key = tuple[UUID, FactKind, str, int]


class MemoryPaymentFacts:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[_Key, PaymentFact] = store.table("payment_facts")

    async def add(self, *facts: PaymentFact) -> None:
        for fact in facts:
            # A charge's refunds grow, so the amount is part of what makes a fact a new one.
            key = (fact.order_id, fact.kind, fact.object_id, fact.amount.amount)
            if key not in self._rows:
                self._rows.put(key, fact)

    async def of(self, order_id: UUID) -> Sequence[PaymentFact]:
        found = [fact for fact in self._rows if fact.order_id == order_id]
        return sorted(found, key=lambda fact: fact.seen_at)
