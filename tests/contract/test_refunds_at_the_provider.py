"""What every refund gateway promises, in memory and at Stripe's."""

from uuid import uuid4

import pytest

from adapters.outbound.memory.payment_gateway import MemoryPaymentGateway
from application.shared.outcomes import OutcomeUnknown, Rejected, Unavailable
from domain.orders.order import Order
from domain.payments.refund import RefundReason, RefundStatus
from domain.shared.money import Money
from tests.contract.payment_providers import AtStripe, InMemory, Provider, opened
from tests.contract.sample_order import an_order

pytest_plugins = ["tests.contract.simulator_fixtures"]
REASON = RefundReason.REQUESTED_BY_CUSTOMER


@pytest.fixture(params=["memory", "stripe"])
def provider(request: pytest.FixtureRequest, stripe: AtStripe) -> Provider:
    return stripe if request.param == "stripe" else InMemory(MemoryPaymentGateway())


async def paid(provider: Provider, order: Order) -> str:
    session = await opened(provider.gateway, order)
    await provider.pay(session.session_id)
    payment = (await provider.gateway.session(session.session_id)).payment_intent_id
    assert payment is not None
    return payment


async def test_a_refund_says_what_went_back_and_what_altogether(provider: Provider) -> None:
    order, gateway = an_order(), provider.gateway
    payment, total = await paid(provider, order), order.totals.total
    part = Money(500, "GBP")
    first = await gateway.refund(gateway.refund_request(order, payment, part, REASON, "1"), "1")
    rest = total - part
    second = await gateway.refund(gateway.refund_request(order, payment, rest, REASON, "2"), "2")
    assert (first.amount, first.charge_refunded) == (part, part)
    assert (second.amount, second.charge_refunded) == (rest, total)
    assert first.status is second.status is RefundStatus.SUCCEEDED
    assert first.refund_id != second.refund_id
    assert first.charge_id == second.charge_id is not None


async def test_a_refund_whose_answer_was_lost_is_made_once(provider: Provider) -> None:
    order, gateway, key = an_order(), provider.gateway, str(uuid4())
    payment = await paid(provider, order)
    part = Money(500, "GBP")
    request = gateway.refund_request(order, payment, part, REASON, key)
    assert await gateway.refund_of_key(payment, key) is None
    await provider.lose_next_refund()
    with pytest.raises(OutcomeUnknown):
        await gateway.refund(request, key)
    again = await gateway.refund(request, key)
    assert again.charge_refunded == part
    found = await gateway.refund_of_key(payment, key)
    assert found is not None
    assert (found.refund_id, found.amount) == (again.refund_id, part)


async def test_the_same_key_with_another_refund_is_rejected(provider: Provider) -> None:
    order, gateway, key = an_order(), provider.gateway, str(uuid4())
    payment = await paid(provider, order)
    for amount, refused in ((500, False), (600, True)):
        request = gateway.refund_request(order, payment, Money(amount, "GBP"), REASON, key)
        if refused:
            with pytest.raises(Rejected):
                await gateway.refund(request, key)
        else:
            await gateway.refund(request, key)


async def test_no_more_than_was_paid_goes_back(provider: Provider) -> None:
    order, gateway, key = an_order(), provider.gateway, str(uuid4())
    payment = await paid(provider, order)
    more = order.totals.total + Money(1, "GBP")
    with pytest.raises(Rejected):
        await gateway.refund(gateway.refund_request(order, payment, more, REASON, key), key)


async def test_a_busy_provider_refunds_nothing_yet(provider: Provider) -> None:
    order, gateway, key = an_order(), provider.gateway, str(uuid4())
    payment = await paid(provider, order)
    request = gateway.refund_request(order, payment, Money(500, "GBP"), REASON, key)
    await provider.refuse_next_refund_for_now()
    with pytest.raises(Unavailable):
        await gateway.refund(request, key)
    assert await gateway.refund_of_key(payment, key) is None
    assert (await gateway.refund(request, key)).amount == Money(500, "GBP")


async def test_a_disputed_payment_is_not_refunded_at_stripe(stripe: AtStripe) -> None:
    order, key = an_order(), str(uuid4())
    payment = await paid(stripe, order)
    await stripe.simulator.control("POST", "disputes", {"payment_intent": payment})
    request = stripe.gateway.refund_request(order, payment, Money(500, "GBP"), REASON, key)
    with pytest.raises(Rejected, match="charge_disputed"):
        await stripe.gateway.refund(request, key)
