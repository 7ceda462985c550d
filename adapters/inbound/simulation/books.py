"""What is compared when a world ends: our books, and those of the providers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters.inbound.simulation.buyers import Answered
from adapters.inbound.simulation.charges import Charge
from adapters.inbound.simulation.laboratory import Laboratory
from adapters.inbound.simulation.letter_box import LetterBox
from adapters.inbound.simulation.staff import Staff
from adapters.inbound.simulation.till import Till
from adapters.inbound.simulation.watch import Watch
from adapters.outbound.memory.attention_fates import MemoryAttentionFates
from adapters.outbound.memory.table import MemoryStore
from domain.orders.order import Order
from domain.reconciliation.attention_item import AttentionItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Ours, and those of the providers, which no crash of ours touches."""

    store: MemoryStore
    till: Till
    acknowledged: dict[str, int]
    lab: Laboratory
    letter_box: LetterBox
    answered: Answered
    staff: Staff
    watch: Watch
    livemode: bool

    def rows(self, table: str) -> list[Any]:
        return list(self.store.table(table))

    def order(self, order_id: UUID) -> Order | None:
        found: Order | None = self.store.table("orders").get(order_id)
        return found

    def number(self, order_id: UUID | None) -> str:
        """How sentences name an order: its id is another one each time a seed is repeated."""
        found = self.order(order_id) if order_id is not None else None
        return found.number if found is not None else "of nobody"

    def charges_by_order(self) -> dict[UUID, list[Charge]]:
        found: dict[UUID, list[Charge]] = defaultdict(list)
        for charge in self.till.charges.values():
            found[UUID(charge.order_reference)].append(charge)
        return found

    def by_order(self, table: str) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        for row in self.rows(table):
            found[row.order_id].append(row)
        return found

    def attention(self) -> Sequence[AttentionItem]:
        return list(MemoryAttentionFates(self.store))
