"""What every payment gateway promises, in memory and at Stripe's."""

from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.memory.payment_gateway import MemoryPaymentGateway
from application.shared.outcomes import OutcomeUnknown, Rejected, Unavailable
from domain.payments.event import SessionState
from tests.contract.payment_providers import (
    AtStripe,
    InMemory,
    Provider,
    in_an_hour,
    opened,
)
from tests.contract.sample_order import an_order

pytest_plugins = ["tests.contract.simulator_fixtures"]


@pytest.fixture(params=["memory", "stripe"])
def provider(request: pytest.FixtureRequest, stripe: AtStripe) -> Provider:
    return stripe if request.param == "stripe" else InMemory(MemoryPaymentGateway())


def test_the_request_of_an_order_is_always_the_same_bytes(provider: Provider) -> None:
    order, at = an_order(), in_an_hour()
    first = provider.gateway.session_request(order, at)
    assert provider.gateway.session_request(order, at) == first


async def test_an_opened_session_shows_the_order_it_is_for(provider: Provider) -> None:
    order = an_order()
    session = await opened(provider.gateway, order)
    report = await provider.gateway.session(session.session_id)
    assert session.url
    assert report.order_reference == str(order.id)
    assert report.amount == order.totals.total
    assert (report.state, report.is_paid) == (SessionState.OPEN, False)
    assert not report.livemode


async def test_an_opened_session_expires_when_we_said(provider: Provider) -> None:
    order, at = an_order(), in_an_hour()
    request = provider.gateway.session_request(order, at)
    session = await provider.gateway.open_session(request, f"checkout-{order.id}")
    assert session.expires_at == at


async def test_the_same_key_and_body_find_the_same_session(provider: Provider) -> None:
    order, at = an_order(), in_an_hour()
    request = provider.gateway.session_request(order, at)
    first = await provider.gateway.open_session(request, f"checkout-{order.id}")
    assert await provider.gateway.open_session(request, f"checkout-{order.id}") == first


async def test_the_same_key_with_another_body_is_rejected(provider: Provider) -> None:
    await opened(provider.gateway, order := an_order())
    other = provider.gateway.session_request(an_order(lines=3), in_an_hour())
    with pytest.raises(Rejected):
        await provider.gateway.open_session(other, f"checkout-{order.id}")


async def test_a_session_whose_answer_was_lost_is_found_again_by_its_key(
    provider: Provider,
) -> None:
    order, before = an_order(), await provider.count_sessions()
    request = provider.gateway.session_request(order, in_an_hour())
    await provider.lose_next_answer()
    with pytest.raises(OutcomeUnknown):
        await provider.gateway.open_session(request, f"checkout-{order.id}")
    session = await provider.gateway.open_session(request, f"checkout-{order.id}")
    assert (await provider.gateway.session(session.session_id)).order_reference == str(order.id)
    assert await provider.count_sessions() == before + 1


async def test_a_busy_provider_is_unavailable_and_nothing_happened(provider: Provider) -> None:
    order, before = an_order(), await provider.count_sessions()
    await provider.be_busy()
    with pytest.raises(Unavailable):
        await opened(provider.gateway, order)
    assert await provider.count_sessions() == before
    assert (await opened(provider.gateway, order)).url


async def test_a_paid_session_says_who_paid_how_much(provider: Provider) -> None:
    order = an_order(tax_percent="0")
    session = await opened(provider.gateway, order)
    await provider.pay(session.session_id)
    report = await provider.gateway.session(session.session_id)
    assert report.is_paid
    assert report.state is SessionState.COMPLETE
    assert report.amount == order.totals.total
    assert report.payment_intent_id


async def test_an_expired_session_can_be_expired_again(provider: Provider) -> None:
    session = await opened(provider.gateway, an_order())
    await provider.gateway.expire_session(session.session_id)
    await provider.gateway.expire_session(session.session_id)
    assert (await provider.gateway.session(session.session_id)).state is SessionState.EXPIRED


async def test_a_paid_session_is_left_as_it_is_by_expiring_it(provider: Provider) -> None:
    session = await opened(provider.gateway, an_order())
    await provider.pay(session.session_id)
    await provider.gateway.expire_session(session.session_id)
    assert (await provider.gateway.session(session.session_id)).is_paid


async def test_all_that_can_be_paid_for_an_order_is_found_whoever_knows_of_it(
    provider: Provider,
) -> None:
    order, since = an_order(), in_an_hour() - timedelta(hours=2)
    await opened(provider.gateway, an_order())
    assert await provider.gateway.open_sessions_of(order.id, since) == []
    request = provider.gateway.session_request(order, in_an_hour())
    known = [
        (await provider.gateway.open_session(request, f"checkout-{order.id}-{number}")).session_id
        for number in range(3)
    ]
    assert sorted(await provider.gateway.open_sessions_of(order.id, since)) == sorted(known)
    await provider.gateway.expire_session(known[0])
    await provider.pay(known[1])
    assert await provider.gateway.open_sessions_of(order.id, since) == [known[2]]


async def test_an_unknown_session_is_rejected(provider: Provider) -> None:
    unknown = f"cs_test_{uuid4().hex}"
    with pytest.raises(Rejected):
        await provider.gateway.session(unknown)
    with pytest.raises(Rejected):
        await provider.gateway.expire_session(unknown)


@pytest.mark.parametrize("currency", ["GBP", "JPY"])
@pytest.mark.parametrize(("lines", "tax_percent"), [(1, "0"), (99, "20"), (100, "20"), (250, "0")])
async def test_any_number_of_lines_is_charged_to_the_unit(
    provider: Provider, lines: int, tax_percent: str, currency: str
) -> None:
    order = an_order(lines=lines, tax_percent=tax_percent, currency=currency)
    session = await opened(provider.gateway, order)
    assert (await provider.gateway.session(session.session_id)).amount == order.totals.total
