"""What is compared when a world ends: our books, and those of the providers."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from adapters.inbound.simulation.buyers import Answered
from adapters.inbound.simulation.laboratory import Laboratory
from adapters.inbound.simulation.letter_box import LetterBox
from adapters.inbound.simulation.staff import Staff
from adapters.inbound.simulation.till import Till
from adapters.inbound.simulation.watch import Watch
from adapters.outbound.memory.table import MemoryStore
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """Ours, and those of the providers, which no crash of ours touches."""

    store: MemoryStore
    till: Till
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
