"""What every use case that touches an order needs."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from application.shared.begin import Begin
from application.shared.work import Work
from domain.fulfilment.dropship import Dropship
from domain.operations.attention import Attention
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.payments.facts import PaymentFact


class Orders(Protocol):
    """Orders with their lines; lines never change once written."""

    async def next_number(self) -> str:
        """Never given twice; numbers of undone work are left out."""
        ...

    async def add(self, order: Order) -> None:
        """Raises CartHasOpenOrder when another order of the cart is open for payment."""
        ...

    async def lock(self, order_id: UUID) -> Order:
        """For a change: nobody else changes it until the work ends. Raises OrderNotFound."""
        ...

    async def lock_by_payment(self, payment_intent_id: str) -> Order | None:
        """The order that was paid by it, first or a second time, if any; locked."""
        ...

    async def lock_open_for_cart(self, cart_id: UUID) -> Order | None:
        """The one order of this cart that still waits for payment, if any; locked."""
        ...

    async def save(self, order: Order) -> None:
        """Status, payment, hold and the cart's version; everything else is frozen."""
        ...

    async def get(self, owner_id: UUID, order_id: UUID) -> Order:
        """Raises OrderNotFound, also for somebody else's."""
        ...

    async def page(self, owner_id: UUID, page: int, limit: int) -> Sequence[Order]:
        """Newest first; up to `limit` + 1, so that the caller sees whether there are more."""
        ...


class Timeline(Protocol):
    """Append-only: the database refuses to change or delete a row."""

    async def add(self, *entries: TimelineEntry) -> None: ...

    async def of(self, order_id: UUID) -> Sequence[TimelineEntry]:
        """Oldest first."""
        ...


class AttentionItems(Protocol):
    """What staff must look at; the same dedupe_key twice is one item."""

    async def add(self, item: Attention) -> None: ...

    async def open_reasons(self, order_id: UUID) -> Sequence[str]: ...


class PaymentFacts(Protocol):
    """A growing set: adding a known fact changes nothing."""

    async def add(self, *facts: PaymentFact) -> None: ...

    async def of(self, order_id: UUID) -> Sequence[PaymentFact]: ...


class DropshipsOfOrder(Protocol):
    async def of_order(self, order_id: UUID) -> Sequence[Dropship]: ...


class OrderWork(Work, Protocol):
    @property
    def orders(self) -> Orders: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def attention(self) -> AttentionItems: ...
    @property
    def payment_facts(self) -> PaymentFacts: ...
    @property
    def dropships(self) -> DropshipsOfOrder: ...


BeginOrderWork = Begin[OrderWork]
