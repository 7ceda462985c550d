"""What a reader of signed webhooks promises, whoever signed them by Stripe's rules."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from adapters.outbound.stripe.signed_events import StripeSignedEvents
from domain.payments.event import EventMalformed, SignatureInvalid, SignatureTooOld
from simulators.stripe.signatures import signature_header

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
SECRET, OLD_SECRET = "whsec_of_today", "whsec_of_yesterday"
TOLERANCE_S = 300

Sign = Callable[[bytes, str, datetime], str]


def signed_by_the_simulator(body: bytes, secret: str, at: datetime) -> str:
    return signature_header(body, secret, int(at.timestamp()))


def signed_by_the_sdk(body: bytes, secret: str, at: datetime) -> str:
    header: str = stripe.WebhookSignature.generate_signature_header(
        body.decode(), secret, timestamp=int(at.timestamp())
    )
    return header


@pytest.fixture(params=[signed_by_the_simulator, signed_by_the_sdk])
def sign(request: pytest.FixtureRequest) -> Sign:
    chosen: Sign = request.param
    return chosen


@pytest.fixture
def events() -> StripeSignedEvents:
    return StripeSignedEvents((SECRET, OLD_SECRET), TOLERANCE_S)


def an_event(about: dict[str, Any] | None = None, **changes: object) -> bytes:
    """As Stripe writes it: pretty-printed, with fields that we do not read."""
    session = {
        "id": "cs_test_1",
        "object": "checkout.session",
        "client_reference_id": "order-1",
        "amount_total": 4695,
        "currency": "gbp",
        "payment_intent": "pi_1",
        "status": "complete",
    }
    event = {
        "id": "evt_1",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": 1795262400,
        "data": {"object": session if about is None else about},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": None, "idempotency_key": None},
        "type": "checkout.session.completed",
    }
    return json.dumps(event | changes, indent=2).encode()


def test_a_signed_event_is_read(events: StripeSignedEvents, sign: Sign) -> None:
    body = an_event()
    event = events.read(body, sign(body, SECRET, NOW), NOW)
    assert (event.id, event.type, event.object_id) == (
        "evt_1",
        "checkout.session.completed",
        "cs_test_1",
    )
    assert event.body == body
    assert event.livemode is False
    assert event.details == {
        "order_reference": "order-1",
        "payment_intent_id": "pi_1",
        "amount": "4695",
        "currency": "GBP",
        "status": "complete",
    }


def test_the_secret_before_the_last_roll_still_counts(
    events: StripeSignedEvents, sign: Sign
) -> None:
    body = an_event()
    assert events.read(body, sign(body, OLD_SECRET, NOW), NOW).id == "evt_1"


def test_one_right_signature_among_several_is_enough(events: StripeSignedEvents) -> None:
    body = an_event()
    timestamp, right = signed_by_the_sdk(body, SECRET, NOW).split(",")
    assert events.read(body, f"{timestamp},v1={'0' * 64},{right}", NOW).id == "evt_1"


@pytest.mark.parametrize("off_s", [-TOLERANCE_S, TOLERANCE_S])
def test_a_signature_at_the_edge_of_the_tolerance_counts(
    events: StripeSignedEvents, sign: Sign, off_s: int
) -> None:
    body = an_event()
    signed_at = NOW + timedelta(seconds=off_s)
    assert events.read(body, sign(body, SECRET, signed_at), NOW).id == "evt_1"


@pytest.mark.parametrize("off_s", [-TOLERANCE_S - 1, TOLERANCE_S + 1, 3600, -86_400])
def test_a_signature_from_another_time_is_too_old_or_too_new(
    events: StripeSignedEvents, sign: Sign, off_s: int
) -> None:
    body = an_event()
    with pytest.raises(SignatureTooOld):
        events.read(body, sign(body, SECRET, NOW + timedelta(seconds=off_s)), NOW)


def test_a_body_changed_by_one_byte_is_not_what_was_signed(
    events: StripeSignedEvents, sign: Sign
) -> None:
    body = an_event()
    with pytest.raises(SignatureInvalid):
        events.read(body + b" ", sign(body, SECRET, NOW), NOW)


def test_a_body_cut_short_is_not_what_was_signed(events: StripeSignedEvents, sign: Sign) -> None:
    body = an_event()
    with pytest.raises(SignatureInvalid):
        events.read(body[: len(body) // 2], sign(body, SECRET, NOW), NOW)


def test_a_strangers_secret_is_refused(events: StripeSignedEvents, sign: Sign) -> None:
    body = an_event()
    with pytest.raises(SignatureInvalid):
        events.read(body, sign(body, "whsec_of_a_stranger", NOW), NOW)


@pytest.mark.parametrize(
    "header",
    [
        "",
        "t=,v1=",
        "t=abc,v1=00",
        "t=²,v1=00",
        "v1=00",
        "t=1795262400",
        "t=1795262400,v1=ä",
        "t=1795262400,t=1795262401,v1=00",
        "t=-1,v1=00",
        f"t={'9' * 400},v1=00",
        f"t=1,v1={'0' * 5000}",
        "=,=,=",
        ",,,",
    ],
)
def test_a_malformed_header_is_an_invalid_signature(
    events: StripeSignedEvents, header: str
) -> None:
    with pytest.raises(SignatureInvalid):
        events.read(an_event(), header, NOW)


def test_a_decoy_signature_never_counts(events: StripeSignedEvents) -> None:
    body, stamp = an_event(), int(NOW.timestamp())
    signed = f"{stamp}.".encode() + body
    digest = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    with pytest.raises(SignatureInvalid):
        events.read(body, f"t={stamp},v0={digest}", NOW)
    assert events.read(body, f"t={stamp},v1={digest}", NOW).id == "evt_1"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"null",
        b'{"object": "event"}',
        b'{"id": "evt_\xff"}',
        b"[" * 100_000,
        an_event(object="v2.core.event"),
        an_event(id=7),
        an_event(id=""),
        an_event(id="e" * 256),
        an_event(id="evt\x00"),
        an_event(type="t" * 256),
        an_event(type=""),
        an_event(livemode="no"),
        an_event(data={"object": "cs_test_1"}),
        an_event(data=None),
        an_event({"id": "c" * 256}),
        an_event({"id": 12}),
    ],
)
def test_a_signed_body_that_is_no_event_is_malformed(
    events: StripeSignedEvents, body: bytes
) -> None:
    with pytest.raises(EventMalformed):
        events.read(body, signed_by_the_simulator(body, SECRET, NOW), NOW)


@pytest.mark.parametrize(
    ("about", "details"),
    [
        pytest.param(
            {
                "id": "ch_1",
                "object": "charge",
                "amount": 5000,
                "amount_refunded": 1200,
                "currency": "eur",
                "payment_intent": {"id": "pi_2", "object": "payment_intent"},
                "status": "succeeded",
                "metadata": {"order_id": "order-2"},
            },
            {
                "order_reference": "order-2",
                "payment_intent_id": "pi_2",
                "amount": "1200",
                "currency": "EUR",
                "status": "succeeded",
            },
            id="a charge tells what was refunded so far",
        ),
        pytest.param(
            {"id": "dp_1", "object": "dispute", "amount": 5000, "status": "won", "metadata": {}},
            {"amount": "5000", "status": "won"},
            id="a dispute tells its amount and how it ended",
        ),
        pytest.param(
            {"id": "re_1", "object": "refund", "amount": 5, "payment_intent": None},
            {"amount": "5"},
            id="absent fields are left out",
        ),
        pytest.param(
            {"id": "pi_3", "object": "payment_intent", "amount": 9, "client_reference_id": None},
            {"payment_intent_id": "pi_3", "amount": "9"},
            id="a payment is its own payment",
        ),
        pytest.param(
            {"object": "balance", "amount": True, "currency": 3, "status": {}, "metadata": "x"},
            {},
            id="odd kinds of objects do no harm",
        ),
    ],
)
def test_the_details_are_picked_from_any_kind_of_object(
    events: StripeSignedEvents, sign: Sign, about: dict[str, Any], details: dict[str, str]
) -> None:
    body = an_event(about, type="whatever.happened")
    event = events.read(body, sign(body, SECRET, NOW), NOW)
    assert event.details == details
    assert event.object_id == about.get("id", "")


@pytest.mark.parametrize("secrets", [(), ("",), ("whsec_1", "")])
def test_without_a_secret_nobody_could_be_told_apart(secrets: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="secret"):
        StripeSignedEvents(secrets, TOLERANCE_S)
