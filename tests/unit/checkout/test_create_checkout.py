"""A checkout freezes the cart into one order with one payable session, whatever goes wrong."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Rejected, Unavailable
from domain.carts.cart import CartIsEmpty
from domain.checkout.refusals import PaymentRefused, TotalChanged
from domain.operations.job import JobKind
from domain.operations.reply import Request
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from domain.shared.money import Money
from domain.shipping.quote import MethodNotOffered
from tests.contract.sample_goods import SMALL
from tests.contract.sample_order import LONDON
from tests.unit.checkout.shop import Shop

# A small and a large frame, standard shipping, 20 % on all of it.
TOTAL = (3_900 + 7_900 + 795) * 120 // 100
STOLEN_ANSWER = OutcomeUnknown("stripe", "timeout")


async def test_a_checkout_waits_for_payment_of_the_frozen_total() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    assert checkout.order.status is OrderStatus.AWAITING_PAYMENT
    assert checkout.order.totals.total == Money(TOTAL, "GBP")
    assert [line.sku for line in checkout.order.lines] == ["GLOBAL-CFP-8X10", "GLOBAL-CFP-16X20"]
    assert checkout.session.url
    assert [entry.event for entry in await shop.timeline(checkout.order.id)] == [
        "order_drafted",
        "payment_page_opened",
    ]


async def test_an_empty_cart_cannot_be_checked_out() -> None:
    shop = Shop()
    with pytest.raises(CartIsEmpty):
        await shop.checkout(shop.wish())
    assert shop.orders == []


async def test_a_total_that_changed_since_it_was_shown_is_refused_with_the_new_one() -> None:
    shop = Shop()
    await shop.fill_cart()
    with pytest.raises(TotalChanged) as refusal:
        await shop.checkout(shop.wish(expected_total=TOTAL - 1))
    assert refusal.value.facts == {"total": TOTAL}
    assert (await shop.checkout(shop.wish(expected_total=TOTAL))).session.is_open


async def test_a_shipping_method_that_is_not_offered_is_refused() -> None:
    shop = Shop()
    await shop.fill_cart()
    with pytest.raises(MethodNotOffered):
        await shop.checkout(replace(shop.wish(), shipping_method="Overnight"))


async def test_a_double_click_gets_the_same_order_and_page() -> None:
    shop = Shop()
    await shop.fill_cart()
    first, second = await asyncio.gather(shop.checkout(shop.wish()), shop.checkout(shop.wish()))
    assert (first.order.id, first.session.url) == (second.order.id, second.session.url)
    assert len(shop.orders) == len(shop.gateway.sessions) == 1


async def test_the_same_key_gets_the_same_order_even_for_a_changed_cart() -> None:
    shop = Shop()
    await shop.fill_cart()
    request = Request(owner_id=shop.buyer.id, key="click", fingerprint="body")
    first = await shop.checkout(shop.wish(request=request))
    await shop.fill_cart(SMALL)
    second = await shop.checkout(shop.wish(request=request))
    assert second.order.id == first.order.id
    assert len(shop.orders) == 1


async def test_the_same_key_at_once_begins_one_order() -> None:
    shop = Shop()
    await shop.fill_cart()
    request = Request(owner_id=shop.buyer.id, key="click", fingerprint="body")
    clicks = await asyncio.gather(*(shop.checkout(shop.wish(request=request)) for _ in range(5)))
    assert len({click.session.session_id for click in clicks}) == 1
    assert len(shop.orders) == len(shop.gateway.sessions) == 1


@pytest.mark.parametrize("happened", [True, False], ids=["it happened", "nothing happened"])
@pytest.mark.parametrize("trouble", [STOLEN_ANSWER, Unavailable("stripe", "503")], ids=repr)
async def test_after_an_unknown_outcome_the_same_key_and_bytes_are_sent_again(
    *, happened: bool, trouble: OutsideTrouble
) -> None:
    shop = Shop()
    await shop.fill_cart()
    plan = shop.gateway.trouble.after_effect if happened else shop.gateway.trouble.before_effect
    plan(trouble)
    with pytest.raises(type(trouble)):
        await shop.checkout(shop.wish())
    [intended] = list(shop.store.table("checkout_sessions"))
    shop.clock.advance(timedelta(minutes=5))
    again = await shop.checkout(shop.wish())
    assert again.session.request_body == intended.request_body
    assert again.session.idempotency_key == intended.idempotency_key
    assert len(shop.orders) == len(shop.gateway.sessions) == 1
    assert again.order.status is OrderStatus.AWAITING_PAYMENT


async def test_a_request_too_old_to_be_repeated_is_superseded() -> None:
    shop = Shop()
    await shop.fill_cart()
    shop.gateway.trouble.before_effect(STOLEN_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await shop.checkout(shop.wish())
    shop.clock.advance(timedelta(minutes=45))
    fresh = await shop.checkout(shop.wish())
    assert fresh.session.expires_at > shop.at() + timedelta(minutes=30)
    assert [order.status for order in shop.orders] == [
        OrderStatus.CANCELLED,
        OrderStatus.AWAITING_PAYMENT,
    ]


async def test_a_changed_cart_supersedes_the_order_and_its_page() -> None:
    shop = Shop()
    old = await shop.check_out()
    await shop.fill_cart(SMALL)
    new = await shop.checkout(shop.wish())
    assert new.order.id != old.order.id
    assert (await shop.order(old.order.id)).status is OrderStatus.CANCELLED
    assert len(shop.jobs(JobKind.EXPIRE_SESSION)) == 1
    await shop.work()
    states = {report.session_id: report.state for report in shop.gateway.sessions}
    assert states[old.session.session_id or ""] is SessionState.EXPIRED
    assert states[new.session.session_id or ""] is SessionState.OPEN


async def test_another_address_supersedes_the_order_too() -> None:
    shop = Shop()
    old = await shop.check_out()
    new = await shop.checkout(shop.wish(replace(LONDON, line1="1 Other Street")))
    assert new.order.id != old.order.id


async def test_a_page_superseded_before_its_answer_came_is_expired_all_the_same() -> None:
    shop = Shop()
    await shop.fill_cart()
    shop.gateway.trouble.after_effect(STOLEN_ANSWER)
    with pytest.raises(OutcomeUnknown):
        await shop.checkout(shop.wish())
    await shop.fill_cart(SMALL)
    await shop.checkout(shop.wish())
    await shop.work()
    assert sorted(report.state for report in shop.gateway.sessions) == [
        SessionState.EXPIRED,
        SessionState.OPEN,
    ]


async def test_a_payment_that_was_told_before_the_answer_was_recorded_stays() -> None:
    shop = Shop()
    await shop.fill_cart()
    shop.gateway.trouble.after_effect(STOLEN_ANSWER)
    request = Request(owner_id=shop.buyer.id, key="click", fingerprint="body")
    with pytest.raises(OutcomeUnknown):
        await shop.checkout(shop.wish(request=request))
    [report] = shop.gateway.sessions
    shop.gateway.money_arrives(report.session_id)
    await shop.deliver("checkout.session.completed", report.session_id)
    await shop.work()
    again = await shop.checkout(shop.wish(request=request))
    assert again.order.status is OrderStatus.PAID
    [session] = list(shop.store.table("checkout_sessions"))
    assert (session.session_id, session.settled_at is None) == (report.session_id, False)


async def test_a_payment_that_overtakes_the_answer_stays_settled() -> None:
    shop = Shop()
    await shop.fill_cart()

    async def fast_buyer(session_id: str) -> None:
        shop.gateway.money_arrives(session_id)
        await shop.deliver("checkout.session.completed", session_id)
        await shop.work()

    shop.gateway.meanwhile = fast_buyer
    checkout = await shop.checkout(shop.wish())
    assert checkout.order.status is OrderStatus.PAID
    [session] = list(shop.store.table("checkout_sessions"))
    assert session.settled_at is not None


async def test_after_a_failed_payment_the_buyer_gets_a_page_that_can_be_paid() -> None:
    shop = Shop()
    failed = await shop.check_out()
    session_id = failed.session.session_id or ""
    shop.gateway.complete_unpaid(session_id)
    await shop.deliver("checkout.session.async_payment_failed", session_id)
    await shop.work()
    assert (await shop.order(failed.order.id)).status is OrderStatus.PAYMENT_FAILED
    again = await shop.checkout(shop.wish())
    assert again.session.session_id != session_id


async def test_a_refused_session_cancels_the_order_and_tells_staff() -> None:
    shop = Shop()
    await shop.fill_cart()
    shop.gateway.trouble.before_effect(Rejected("stripe", "amount_too_small"))
    with pytest.raises(PaymentRefused):
        await shop.checkout(shop.wish())
    assert [order.status for order in shop.orders] == [OrderStatus.CANCELLED]
    assert [item.reason for item in shop.attention] == ["checkout_session_refused"]
    assert (await shop.checkout(shop.wish())).session.is_open
