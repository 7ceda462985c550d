"""Stripe's webhooks: authentic bytes in, an event in our words out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec

from adapters.outbound.stripe.event_details import event_details, is_short_text
from adapters.outbound.stripe.webhook_signature import check_signature
from domain.payments.event import EventMalformed, PaymentEvent


class EventData(msgspec.Struct, frozen=True):
    object: dict[str, Any]


class EventEnvelope(msgspec.Struct, frozen=True, kw_only=True):
    """A snapshot event of API v1; thin events of v2 call themselves otherwise and are refused."""

    object: Literal["event"]
    id: str
    type: str
    livemode: bool
    data: EventData


class StripeSignedEvents:
    """Several secrets may be valid at once: during a roll the old one lives for a day more."""

    def __init__(self, secrets: Sequence[str], tolerance_s: float) -> None:
        if not secrets or not all(secrets):
            raise ValueError("An empty secret would let anybody sign.")
        self._secrets = tuple(secrets)
        self._tolerance_s = tolerance_s

    def read(self, body: bytes, signature: str, at: datetime) -> PaymentEvent:
        check_signature(body, signature, self._secrets, at, self._tolerance_s)
        return read_event(body)


def read_event(body: bytes) -> PaymentEvent:
    """What the bytes say, whoever sent them. Raises EventMalformed."""
    envelope = _decoded(body)
    # A few kinds of objects, a balance for one, have no id of their own.
    object_id = envelope.data.object.get("id", "")
    if not all(is_short_text(text) for text in (envelope.id, envelope.type, object_id)):
        raise EventMalformed("An id is no short text.")
    if not envelope.id or not envelope.type:
        raise EventMalformed("An event needs an id and a type.")
    return PaymentEvent(
        id=envelope.id,
        type=envelope.type,
        object_id=object_id,
        livemode=envelope.livemode,
        body=body,
        details=event_details(envelope.data.object),
    )


def _decoded(body: bytes) -> EventEnvelope:
    try:
        return msgspec.json.decode(body, type=EventEnvelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise EventMalformed("The body is not a snapshot event of API v1.") from error
