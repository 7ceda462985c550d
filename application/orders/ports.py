"""What every use case that touches an order needs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
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


class OrdersOfCart(Protocol):
    """All orders of one cart. A cart into which another was merged with its lines counts as one
    with it, for orders that were placed since.
    """

    async def lock_to_pay(self, order_id: UUID) -> Order:
        """As `Orders.lock`, and with it the orders of its cart that wait for payment: at once and
        in one order, so that two pages that are paid at once never wait in a circle.
        """
        ...

    async def lock_open(self, order: Order) -> Sequence[Order]:
        """The others that wait for payment; locked."""
        ...

    async def paid_since(self, order: Order) -> Sequence[Order]:
        """The others that were paid when this one was placed already, or later.

        Whoever is to see every payment holds the lock of the cart.
        """
        ...

    async def placed_until(self, order: Order) -> datetime:
        """When the last of them was placed, itself included, by the clock of whoever placed it."""
        ...

    async def same_products(self, order: Order) -> Mapping[UUID, UUID]:
        """What was bought as the first is the second since a merge."""
        ...


class Timeline(Protocol):
    """Append-only: the database refuses to change or delete a row."""

    async def add(self, *entries: TimelineEntry) -> None: ...

    async def of(self, order_id: UUID) -> Sequence[TimelineEntry]:
        """Oldest first."""
        ...


class AttentionItems(Protocol):
    """What staff must look at; the same dedupe_key twice is one item."""

    async def add(self, item: Attention) -> None:
        """For what happened once: a known item is left as it is, open or closed."""
        ...

    async def report(self, item: Attention) -> None:
        """For what is so just now: opens again what was repaired or had gone, though not what
        staff dismissed.
        """
        ...

    async def withdraw(self, dedupe_key: str, by: str, at: datetime) -> None:
        """Close it, if it is open, because its trouble has gone by itself."""
        ...

    async def open_reasons(self, order_id: UUID) -> Sequence[str]: ...


class ClosesItems(Protocol):
    """Closes what an act has set right, in the work of the act itself."""

    async def __call__(self, work: Any, order_id: UUID, by: str, at: datetime) -> None:
        """The order is locked and all about it is saved; the caller commits."""
        ...


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
