"""What is needed to look after carts: their histories, their health, and their end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.carts.ports import CartOperations, Carts, CartWork
from application.operations.ports import Jobs
from application.orders.ports import Orders
from application.shared.begin import Begin
from application.shared.work import Work
from domain.carts.history import CartAction, CartEntry
from domain.carts.status import CartStatus
from domain.checkout.session import CheckoutSession
from domain.identity.account import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedEntry:
    """An entry of the history together with the cart that it is about."""

    cart_id: UUID
    entry: CartEntry


class CartHistories(Protocol):
    """Append-only: the database refuses to change or delete a row. Entries come with each save."""

    async def of_owner(self, owner_id: UUID, page: int, limit: int) -> Sequence[NotedEntry]:
        """Of all carts the owner ever had, newest first; up to `limit` + 1, so that the caller sees
        whether there are more.
        """
        ...

    async def of_cart(self, cart_id: UUID, page: int, limit: int) -> Sequence[NotedEntry]:
        """The same for one cart, whosever it is."""
        ...

    async def has(self, cart_id: UUID, action: CartAction) -> bool:
        """Whether that ever happened to it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CartSummary:
    """`changed_at` is when its last entry was made, if it has any."""

    id: UUID
    owner_id: UUID
    kept: CartStatus
    currency: str
    version: int
    lines: int
    pieces: int
    merged_into: UUID | None = None
    changed_at: datetime | None = None


class CartRegister(Protocol):
    """All carts there ever were, for staff."""

    async def summary(self, cart_id: UUID) -> CartSummary | None: ...

    async def of_owner(self, owner_id: UUID) -> Sequence[CartSummary]:
        """The active one first, then the last changed."""
        ...


class IdleCarts(Protocol):
    """Carts that nobody has touched for long, for the one who clears up."""

    async def expire(self, untouched_since: datetime, at: datetime, limit: int) -> int:
        """Expire some; how many there were.

        A cart that somebody is at right now, or with money on its way (an open order, or a payment
        page of which the last word was not heard), is left alone, and so is one that never held
        anything.
        """
        ...


class OldReplies(Protocol):
    """Answers kept for Idempotency-Keys that nobody will send again."""

    async def forget(self, before: datetime, limit: int) -> int:
        """Forget some of those that are older; how many there were."""
        ...


class CheckoutSessionOfOrder(Protocol):
    async def of_order(self, order_id: UUID) -> CheckoutSession | None: ...


class AccountsByEmail(Protocol):
    async def find_by_email(self, email: str) -> Account | None: ...


class CartHistoryWork(Work, Protocol):
    @property
    def cart_history(self) -> CartHistories: ...


BeginCartHistoryWork = Begin[CartHistoryWork]


class CartHealthWork(CartWork, CartHistoryWork, Protocol):
    @property
    def orders(self) -> Orders: ...
    @property
    def sessions(self) -> CheckoutSessionOfOrder: ...


BeginCartHealthWork = Begin[CartHealthWork]


class StaffCartWork(CartHistoryWork, Protocol):
    @property
    def accounts(self) -> AccountsByEmail: ...
    @property
    def cart_register(self) -> CartRegister: ...
    @property
    def carts(self) -> Carts: ...


BeginStaffCartWork = Begin[StaffCartWork]


class CartExpiryWork(Work, Protocol):
    @property
    def idle_carts(self) -> IdleCarts: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def operations(self) -> CartOperations: ...
    @property
    def replies(self) -> OldReplies: ...


BeginCartExpiryWork = Begin[CartExpiryWork]
