"""What payments need: authentic events, the provider's view of things, the inbox and refunds."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from application.carts.ports import Carts
from application.checkout.ports import CheckoutSessions
from application.operations.ports import Jobs, Replies
from application.orders.ports import (
    AttentionItems,
    DropshipsOfOrder,
    Orders,
    OrdersOfCart,
    PaymentFacts,
    Timeline,
)
from application.shared.begin import Begin
from application.shared.work import Work
from domain.orders.order import Order
from domain.payments.event import PaymentEvent, SessionReport, StoredEvent
from domain.payments.refund import Refund, RefundReason, RefundReport
from domain.shared.money import Money


class SignedEvents(Protocol):
    def read(self, body: bytes, signature: str, at: datetime) -> PaymentEvent:
        """Check the signature over the raw bytes, then read. No network.

        Raises SignatureInvalid, SignatureTooOld or EventMalformed.
        """
        ...


class PaidSessions(Protocol):
    async def session(self, session_id: str) -> SessionReport:
        """The session as it is now. Raises Unavailable, or Rejected if there is no such session."""
        ...


class JobsOfPayments(Jobs, Protocol):
    async def told_of(self, payment_intent_id: str) -> Sequence[Mapping[str, str]]:
        """Payloads of the events about that payment that wait to be handled, or were given up."""
        ...


class RefundGateway(Protocol):
    """Stripe's refunds in our words."""

    def refund_request(
        self, order: Order, payment_intent_id: str, amount: Money, reason: RefundReason, key: str
    ) -> bytes:
        """The exact parameters of the call, frozen as bytes; no network."""
        ...

    async def refund(self, request_body: bytes, idempotency_key: str) -> RefundReport:
        """Raises Unavailable, OutcomeUnknown (again with the same key) or Rejected."""
        ...

    async def refund_of_key(
        self, payment_intent_id: str, idempotency_key: str
    ) -> RefundReport | None:
        """What was made with that key, however long ago. Raises Unavailable or Rejected."""
        ...


class Refunds(Protocol):
    """What we ask for; `idempotency_key` and the provider's id are each unique."""

    async def add(self, refund: Refund) -> bool:
        """False when the key is known already."""
        ...

    async def get(self, refund_id: UUID) -> Refund: ...

    async def save(self, refund: Refund) -> None:
        """State, the provider's id and the problem; all else is frozen."""
        ...

    async def of_order(self, order_id: UUID) -> Sequence[Refund]:
        """Oldest first. The order's lock is what keeps others from adding one."""
        ...


class Inbox(Protocol):
    async def admit(self, event: StoredEvent) -> bool:
        """True the first time `(provider, event_id)` is seen, False ever after."""
        ...


class PaymentWork(Work, Protocol):
    @property
    def inbox(self) -> Inbox: ...
    @property
    def carts(self) -> Carts: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def orders_of_cart(self) -> OrdersOfCart: ...
    @property
    def sessions(self) -> CheckoutSessions: ...
    @property
    def payment_facts(self) -> PaymentFacts: ...
    @property
    def refunds(self) -> Refunds: ...
    @property
    def dropships(self) -> DropshipsOfOrder: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def attention(self) -> AttentionItems: ...
    @property
    def jobs(self) -> JobsOfPayments: ...
    @property
    def replies(self) -> Replies: ...


class WhenOrderIsPaid(Protocol):
    """A reaction that happens in the same transaction as the payment, or not at all."""

    async def __call__(self, work: Any, order: Order, at: datetime) -> None:
        """`work` is the payment's own; the reacting area sees it as its own kind of work."""
        ...


class IntendsRefund(Protocol):
    """For whoever gives money back: staff, a surplus payment, an order called off."""

    async def __call__(
        self,
        work: PaymentWork,
        order: Order,
        *,
        payment_intent_id: str,
        amount: Money,
        purpose: str,
        reason: RefundReason,
        actor: str,
        at: datetime,
        note: str = "",
    ) -> Refund | None:
        """None when it is intended already. The order must be locked; the caller commits."""
        ...


class WhenMoneyMoved(Protocol):
    """Looks again at what is to be produced, in the transaction that changed the order."""

    async def __call__(self, work: Any, order: Order, occasion: str, at: datetime) -> None:
        """`occasion` names the change: the same one again has no further effect."""
        ...


BeginPaymentWork = Begin[PaymentWork]
