"""What comparing our books with the providers' needs: their lists, and how far we have read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from application.operations.ports import Jobs
from application.orders.ports import AttentionItems
from application.payments.ports import Inbox
from application.shared.begin import Begin
from application.shared.work import Work
from domain.checkout.session import CheckoutSession
from domain.payments.event import PaymentEvent
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.mark import Mark
from domain.reconciliation.mismatch import Mismatch


@dataclass(frozen=True, slots=True)
class EventPage:
    """`cursor` is where the list goes on; None at its end."""

    events: Sequence[PaymentEvent]
    cursor: str | None


class PaymentEventList(Protocol):
    async def events(
        self, types: Sequence[str], since: datetime, until: datetime, cursor: str | None
    ) -> EventPage:
        """A page of what happened between the two moments, whoever was told of it or not.

        Raises Unavailable, or Rejected when the cursor is too old.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedLabOrder:
    """An order in the lab's own list; `order_id` and `key` are what we once sent along."""

    provider_order_id: str
    merchant_reference: str
    order_id: str | None
    key: str | None
    created_at: datetime | None


@dataclass(frozen=True, slots=True)
class LabOrderPage:
    orders: Sequence[ListedLabOrder]
    cursor: str | None


class LabOrderList(Protocol):
    async def orders(self, since: datetime, until: datetime, cursor: str | None) -> LabOrderPage:
        """A page of all orders of the account made between the two moments. Raises Unavailable.

        Those that the lab keeps on hold are not in its list.
        """
        ...


class Marks(Protocol):
    async def get(self, name: str) -> Mark:
        """A fresh one for a list that was never read."""
        ...

    async def save(self, mark: Mark) -> None: ...


class KnownEvents(Protocol):
    async def unknown(self, provider: str, event_ids: Sequence[str]) -> Collection[str]:
        """Those that the inbox has never seen."""
        ...


class OpenSessions(Protocol):
    async def turn(
        self, made_before: datetime, ends_after: datetime, after: UUID | None, limit: int
    ) -> Sequence[CheckoutSession]:
        """Unsettled ones by order id, beginning behind `after`."""
        ...


@dataclass(frozen=True, slots=True)
class OrderAtLab:
    """Ours, as far as a listed order can be ours: by its number, or by the id sent along."""

    order_id: UUID
    number: str


class LabBooks(Protocol):
    async def unknown(self, found: Sequence[ListedLabOrder]) -> Sequence[ListedLabOrder]:
        """Those that no production order of ours stands for, by the lab's id or by our key."""
        ...

    async def orders_of(self, found: Sequence[ListedLabOrder]) -> dict[str, OrderAtLab]:
        """By the lab's id, those that name an order of ours."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long something may take before it is a mismatch, and how many of a kind are told."""

    production: timedelta
    hold: timedelta
    limit: int
    lab: timedelta = timedelta(days=3)


class ThreeWayReport(Protocol):
    async def mismatches(self, at: datetime, patience: Patience) -> Sequence[Mismatch]:
        """Up to `patience.limit` of each kind, the oldest first."""
        ...


class AttentionUpkeep(Protocol):
    """The reconcilers' side of staff's list."""

    async def note(self, found: Sequence[Mismatch], at: datetime) -> int:
        """How many items are new or open again. What staff dismissed stays closed."""
        ...

    async def unseen(
        self, kinds: Sequence[str], still: Collection[str], limit: int
    ) -> Sequence[AttentionItem]:
        """Open items of these kinds whose key is not among `still`, oldest first."""
        ...

    async def orders_with_open(self, after: UUID | None, limit: int) -> Sequence[UUID]:
        """Those that an open item is about, by id, beginning behind `after`."""
        ...

    async def count_open(self) -> int: ...


class ReconciliationWork(Work, Protocol):
    @property
    def inbox(self) -> Inbox: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def attention(self) -> AttentionItems: ...
    @property
    def marks(self) -> Marks: ...
    @property
    def known_events(self) -> KnownEvents: ...
    @property
    def open_sessions(self) -> OpenSessions: ...
    @property
    def lab_books(self) -> LabBooks: ...
    @property
    def three_ways(self) -> ThreeWayReport: ...
    @property
    def attention_upkeep(self) -> AttentionUpkeep: ...


BeginReconciliation = Begin[ReconciliationWork]
