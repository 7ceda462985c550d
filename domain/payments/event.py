"""What the payment provider tells us, in our words."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.shared.money import Money
from domain.shared.refusals import Invalid


class SignatureInvalid(Invalid):
    """The webhook was not signed with a secret of ours."""

    code = "webhook_signature_invalid"


class SignatureTooOld(Invalid):
    """The signature's timestamp is outside the tolerance, in the past or in the future."""

    code = "webhook_timestamp_outside_tolerance"


class EventMalformed(Invalid):
    """The body is signed but is not an event."""

    code = "webhook_malformed"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """An authentic event; `object_id` is the id of what it is about.

    `details` holds what its job needs besides: order_reference, payment_intent_id, amount (minor
    units; for a charge what has been refunded so far), currency, status. Absent ones are left out.
    """

    id: str
    type: str
    object_id: str
    livemode: bool
    body: bytes
    details: dict[str, str]


class SessionState(StrEnum):
    OPEN = "open"
    COMPLETE = "complete"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionReport:
    """A checkout session as the provider shows it at this moment."""

    session_id: str
    order_reference: str | None
    state: SessionState
    is_paid: bool
    amount: Money
    livemode: bool
    payment_intent_id: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event in the inbox."""

    provider: str
    event_id: str
    type: str
    object_id: str
    body: bytes
    received_at: datetime
