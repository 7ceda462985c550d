"""What payments need: authentic events, the provider's view of a session, and the inbox."""

from datetime import datetime
from typing import Any, Protocol

from application.checkout.ports import CheckoutSessions
from application.operations.ports import Jobs
from application.orders.ports import AttentionItems, Orders, PaymentFacts, Timeline
from application.shared.begin import Begin
from application.shared.work import Work
from domain.orders.order import Order
from domain.payments.event import PaymentEvent, SessionReport, StoredEvent


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


class Inbox(Protocol):
    async def admit(self, event: StoredEvent) -> bool:
        """True the first time `(provider, event_id)` is seen, False ever after."""
        ...


class PaymentWork(Work, Protocol):
    @property
    def inbox(self) -> Inbox: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def sessions(self) -> CheckoutSessions: ...
    @property
    def payment_facts(self) -> PaymentFacts: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def attention(self) -> AttentionItems: ...
    @property
    def jobs(self) -> Jobs: ...


class WhenOrderIsPaid(Protocol):
    """A reaction that happens in the same transaction as the payment, or not at all."""

    async def __call__(self, work: Any, order: Order, at: datetime) -> None:
        """`work` is the payment's own; the reacting area sees it as its own kind of work."""
        ...


BeginPaymentWork = Begin[PaymentWork]
