"""What staff who look after orders need: lists of everything, and a record of what they did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.operations.ports import Jobs
from application.orders.ports import DropshipsOfOrder, Orders, PaymentFacts, Timeline
from application.payments.ports import Refunds
from application.shared.begin import Begin
from application.shared.work import Work
from domain.operations.job import JobState
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.staff_action import StaffAction


class AttentionList(Protocol):
    async def page(self, resolved: bool, page: int, limit: int) -> Sequence[AttentionItem]:
        """Newest first; up to `limit` + 1."""
        ...

    async def of_order(self, order_id: UUID) -> Sequence[AttentionItem]:
        """Open and closed ones, newest first."""
        ...

    async def find(self, dedupe_key: str) -> AttentionItem | None: ...

    async def get(self, item_id: int) -> AttentionItem:
        """Raises AttentionNotFound."""
        ...

    async def lock(self, item_id: int) -> AttentionItem:
        """For a change; its order must be locked before. Raises AttentionNotFound."""
        ...

    async def lock_open_of(self, order_id: UUID) -> Sequence[AttentionItem]:
        """All open ones, for a change, oldest first; the order must be locked before."""
        ...

    async def close(self, item: AttentionItem) -> None:
        """Write down how it was resolved, by whom and with which note."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """A job as staff see it; its payload holds ids only."""

    id: UUID
    kind: str
    dedupe_key: str
    payload: dict[str, str]
    state: JobState
    attempt: int
    outages: int
    run_at: datetime
    last_error: str | None


class JobRegister(Protocol):
    async def page(
        self, state: JobState, kind: str | None, page: int, limit: int
    ) -> Sequence[JobRecord]:
        """Those that are due last first; up to `limit` + 1."""
        ...

    async def of_order(self, order_id: UUID, limit: int) -> Sequence[JobRecord]: ...

    async def retry_dead(self, job_id: UUID) -> JobRecord:
        """Ready at once, with all attempts before it. Raises JobNotFound or JobIsNotDead."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSearch:
    """`query` is found in order numbers and e-mail addresses, from their beginning."""

    status: OrderStatus | None = None
    held: bool | None = None
    query: str | None = None


class OrderRegister(Protocol):
    async def page(self, search: OrderSearch, page: int, limit: int) -> Sequence[Order]:
        """Of every owner, newest first; up to `limit` + 1."""
        ...

    async def get(self, order_id: UUID) -> Order:
        """Raises OrderNotFound."""
        ...


class StaffActions(Protocol):
    """Append-only."""

    async def add(self, action: StaffAction) -> None: ...

    async def of(self, subject: str) -> Sequence[StaffAction]:
        """Oldest first."""
        ...


class StaffWork(Work, Protocol):
    @property
    def attention_list(self) -> AttentionList: ...
    @property
    def job_register(self) -> JobRegister: ...
    @property
    def order_register(self) -> OrderRegister: ...
    @property
    def staff_actions(self) -> StaffActions: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def dropships(self) -> DropshipsOfOrder: ...
    @property
    def payment_facts(self) -> PaymentFacts: ...
    @property
    def refunds(self) -> Refunds: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def jobs(self) -> Jobs: ...


BeginStaffWork = Begin[StaffWork]
