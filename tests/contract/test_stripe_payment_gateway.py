"""What only the gateway at Stripe's can show: a bad network, a wrong key, its own parameters."""

import json

import pytest

from adapters.outbound.stripe.payment_gateway import StripePaymentGateway
from adapters.outbound.stripe.session_answer import read_session
from application.shared.outcomes import FailureStored, OutcomeUnknown, Unavailable
from tests.contract.payment_providers import (
    SESSIONS,
    AtStripe,
    in_an_hour,
    opened,
    stripe_gateway,
)
from tests.contract.sample_order import an_order

pytest_plugins = ["tests.contract.simulator_fixtures"]


@pytest.mark.parametrize(
    ("fault", "more"),
    [
        ("status_500_before", {}),
        ("status_503", {}),
        ("status_409", {}),
        ("garbage", {"when": "after"}),
        ("reset", {"when": "before"}),
        ("reset", {"when": "after"}),
        ("hang", {"when": "after", "seconds": 30}),
    ],
)
async def test_without_a_clear_answer_stripes_outcome_is_unknown_and_the_key_settles_it(
    stripe: AtStripe, fault: str, more: dict[str, object]
) -> None:
    gateway = stripe_gateway(stripe.simulator.base_url, timeout_s=0.5)
    order = an_order()
    request = gateway.session_request(order, in_an_hour())
    await stripe.simulator.break_next(fault, method="POST", path=SESSIONS, **more)
    with pytest.raises(OutcomeUnknown):
        await gateway.open_session(request, f"checkout-{order.id}")
    await stripe.simulator.work_again()
    session = await gateway.open_session(request, f"checkout-{order.id}")
    assert (await gateway.session(session.session_id)).order_reference == str(order.id)


async def test_a_failure_that_stripe_stored_is_told_from_one_that_may_pass(
    stripe: AtStripe,
) -> None:
    gateway = stripe_gateway(stripe.simulator.base_url)
    order = an_order()
    request = gateway.session_request(order, in_an_hour())
    await stripe.simulator.break_next("status_500_stored", method="POST", path=SESSIONS)
    with pytest.raises(OutcomeUnknown) as first:
        await gateway.open_session(request, f"checkout-{order.id}")
    assert not isinstance(first.value, FailureStored)
    for _ in range(2):
        with pytest.raises(FailureStored):
            await gateway.open_session(request, f"checkout-{order.id}")
    assert (await gateway.open_session(request, f"checkout-{order.id}-2")).url


@pytest.mark.parametrize("fault", ["status_500_before", "garbage", "reset", "status_429"])
async def test_a_failed_read_at_stripe_is_unavailable(stripe: AtStripe, fault: str) -> None:
    gateway = stripe_gateway(stripe.simulator.base_url)
    session = await opened(gateway, an_order())
    await stripe.simulator.break_next(fault, method="GET", path=f"{SESSIONS}/*")
    with pytest.raises(Unavailable):
        await gateway.session(session.session_id)


async def test_the_sdk_tries_again_by_itself_as_often_as_it_is_told(
    stripe: AtStripe,
) -> None:
    gateway = stripe_gateway(stripe.simulator.base_url, attempts_max=2)
    await stripe.simulator.break_next("reset", method="POST", path=SESSIONS, when="after")
    assert (await opened(gateway, an_order())).url


async def test_a_wrong_key_is_our_fault_and_not_the_buyers(stripe: AtStripe) -> None:
    gateway = StripePaymentGateway(
        api_key="sk_test_wrong",
        api_base=stripe.simulator.base_url,
        public_base_url="https://shop.example",
        timeout_s=5,
        attempts_max=1,
    )
    with pytest.raises(Unavailable) as trouble:
        await opened(gateway, an_order())
    assert "sk_test_wrong" not in str(trouble.value)


async def test_a_stripe_that_does_not_answer_leaves_the_outcome_unknown() -> None:
    gateway = stripe_gateway("http://127.0.0.1:9")
    with pytest.raises(OutcomeUnknown):
        await opened(gateway, an_order())
    with pytest.raises(Unavailable):
        await gateway.session("cs_test_1")


def test_a_request_to_stripe_names_the_order_wherever_staff_may_look() -> None:
    order = an_order(number="PP-100042")
    asked = json.loads(stripe_gateway("http://x").session_request(order, in_an_hour()))
    references = {"order_id": str(order.id), "order_number": "PP-100042"}
    assert asked["client_reference_id"] == str(order.id)
    assert asked["metadata"] == asked["payment_intent_data"]["metadata"] == references
    assert asked["success_url"] == (
        f"https://shop.example/checkout/success?session_id={{CHECKOUT_SESSION_ID}}&order={order.id}"
    )
    assert asked["cancel_url"] == f"https://shop.example/checkout/cancelled?order={order.id}"
    assert "shipping_address_collection" not in asked


def a_session(**changes: object) -> dict[str, object]:
    return {
        "id": "cs_test_1",
        "object": "checkout.session",
        "status": "complete",
        "payment_status": "paid",
        "amount_total": 4695,
        "currency": "gbp",
        "livemode": False,
        "expires_at": 1795262400,
        "metadata": {"order_id": "order-1"},
        "payment_intent": "pi_1",
        "a_field_of_next_year": {},
    } | changes


@pytest.mark.parametrize(
    ("payment_status", "status", "is_paid"),
    [
        ("paid", "complete", True),
        ("unpaid", "complete", False),
        ("unpaid", "open", False),
        ("no_payment_required", "complete", True),
        ("no_payment_required", "open", False),
        ("a_word_of_next_year", "complete", False),
    ],
)
def test_only_money_that_came_makes_a_session_paid(
    payment_status: str, status: str, is_paid: bool
) -> None:
    session = read_session(a_session(payment_status=payment_status, status=status))
    assert session.as_report().is_paid is is_paid


@pytest.mark.parametrize("payment_intent", ["pi_1", {"id": "pi_1", "object": "payment_intent"}])
def test_a_payment_is_known_by_its_id_whether_expanded_or_not(payment_intent: object) -> None:
    report = read_session(a_session(payment_intent=payment_intent)).as_report()
    assert report.payment_intent_id == "pi_1"
    assert report.order_reference == "order-1"
