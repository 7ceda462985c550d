"""A payment moves its order once, with everything that follows, and only if it is the right one."""

from datetime import timedelta
from typing import Any

import pytest

from application.shared.outcomes import OutcomeUnknown
from domain.fulfilment.status import DropshipStatus
from domain.notifications.mail import Template
from domain.operations.job import JobKind, JobState
from domain.orders.status import OrderStatus
from domain.shared.money import Money
from tests.contract.sample_goods import SMALL
from tests.unit.checkout.shop import Shop

OTHER_AMOUNT = {"amount": Money(1_000, "GBP")}


async def test_a_paid_order_is_printed_confirmed_and_taken_out_of_the_cart() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    order = await shop.order(checkout.order.id)
    assert (order.status, order.payment_intent_id) == (OrderStatus.PAID, "pi_1")
    parts = await shop.parts(order.id)
    assert {part.line_id for part in parts} == {line.id for line in order.lines}
    assert {part.status for part in parts} == {DropshipStatus.SUBMITTED}
    assert len(shop.lab.orders) == len(order.lines)
    assert [mail.template for mail in shop.mails] == [Template.ORDER_CONFIRMED]
    assert [letter.recipient for letter in shop.mailer.letters] == [order.email]
    async with shop.begin(reading=True) as work:
        cart = await work.carts.read(shop.buyer.id)
    assert cart is not None
    assert cart.cart.is_empty
    assert shop.attention == []


async def test_what_was_added_during_payment_stays_in_the_cart() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.fill_cart(SMALL)
    await shop.pay(checkout)
    async with shop.begin(reading=True) as work:
        cart = await work.carts.read(shop.buyer.id)
    assert cart is not None
    assert [line.quantity for line in cart.cart.lines] == [1]


@pytest.mark.parametrize(
    ("differs", "reason"),
    [
        (OTHER_AMOUNT, "amount_differs"),
        ({"amount": Money(1_000, "USD")}, "currency_differs"),
        ({"livemode": True}, "livemode_differs"),
    ],
    ids=["amount", "currency", "livemode"],
)
async def test_a_payment_that_differs_is_paid_but_held(differs: Any, reason: str) -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id, **differs)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work(hours=2)
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.PAID, reason)
    assert [item.reason for item in shop.attention] == [reason]
    assert await shop.parts(order.id) == []
    assert shop.lab.orders == ()
    assert shop.mailer.letters == ()


async def test_money_after_the_session_was_given_up_is_honoured() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.run_out(session_id)
    await shop.deliver("checkout.session.expired", session_id)
    await shop.work()
    assert (await shop.order(checkout.order.id)).status is OrderStatus.EXPIRED
    await shop.pay(checkout)
    assert (await shop.order(checkout.order.id)).status is OrderStatus.PAID
    assert len(shop.lab.orders) == 2


async def test_a_superseded_order_that_was_paid_all_the_same_is_produced() -> None:
    shop = Shop()
    old = await shop.check_out()
    shop.gateway.money_arrives(old.session.session_id or "")
    await shop.fill_cart(SMALL)
    await shop.checkout(shop.wish())
    await shop.deliver("checkout.session.completed", old.session.session_id or "")
    await shop.work()
    assert (await shop.order(old.order.id)).status is OrderStatus.PAID
    assert len(shop.lab.orders) == 2


async def test_a_second_payment_of_the_same_order_goes_back_and_staff_see_it() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    again = await shop.gateway.open_session(checkout.session.request_body, "another key")
    shop.gateway.money_arrives(again.session_id, payment_intent_id="pi_2")
    await shop.deliver("checkout.session.completed", again.session_id)
    shop.gateway.trouble.after_effect(OutcomeUnknown("stripe", "timeout"))
    await shop.deliver("checkout.session.completed", again.session_id)
    await shop.work(hours=1)
    [back] = shop.gateway.refunds
    assert (back.amount, back.charge_id) == (checkout.order.totals.total, "ch_pi_2")
    assert (await shop.order(checkout.order.id)).status is OrderStatus.PAID
    assert [item.reason for item in shop.attention] == ["paid_twice"]
    assert len(shop.lab.orders) == 2


async def test_a_payment_for_an_order_we_do_not_know_is_shown_to_staff() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id, order_reference="somebody else's")
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work()
    assert [item.reason for item in shop.attention] == ["payment_for_unknown_order"]


async def test_a_full_refund_before_the_lab_was_asked_stops_production() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    await shop.deliver("checkout.session.completed", session_id)
    assert await shop.run.oldest_overdue(timedelta())
    assert len(shop.jobs(JobKind.SUBMIT_DROPSHIP, JobState.READY)) == 2
    total = str(checkout.order.totals.total.amount)
    await _refund_first(shop, total)
    await shop.work(hours=3)
    assert (await shop.order(checkout.order.id)).status is OrderStatus.REFUNDED
    assert {part.status for part in await shop.parts(checkout.order.id)} == {
        DropshipStatus.CANCELLED
    }
    assert shop.lab.orders == ()


async def _refund_first(shop: Shop, total: str) -> None:
    await shop.deliver(
        "charge.refunded", "ch_1", payment_intent_id="pi_1", amount=total, currency="GBP"
    )
    [refund] = shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.READY)
    await shop.run.by_id(refund.id)


async def test_a_full_refund_told_before_the_payment_produces_nothing() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    total = str(checkout.order.totals.total.amount)
    await shop.deliver(
        "charge.refunded", "ch_1", order_reference=str(checkout.order.id), amount=total
    )
    await shop.work()
    await shop.pay(checkout)
    assert (await shop.order(checkout.order.id)).status is OrderStatus.REFUNDED
    assert await shop.parts(checkout.order.id) == []


async def test_a_partial_refund_does_not_stop_production() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    await shop.deliver("charge.refunded", "ch_1", payment_intent_id="pi_1", amount="100")
    await shop.work()
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.PAID, None)


async def test_an_outage_of_the_provider_is_waited_out() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id)
    for _ in range(20):
        shop.gateway.trouble.before_effect(OutcomeUnknown("stripe", "502"))
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work(hours=40)
    assert (await shop.order(checkout.order.id)).status is OrderStatus.PAID
    assert ("handle_stripe_event", "dead") not in shop.journal.fates


async def test_types_we_do_not_handle_stay_in_the_inbox() -> None:
    shop = Shop()
    assert await shop.deliver("customer.created", "cus_1", "evt_x")
    assert not await shop.deliver("customer.created", "cus_1", "evt_x")
    await shop.work()
    assert shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.DONE)
