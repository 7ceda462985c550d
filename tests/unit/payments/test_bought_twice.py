"""Two pages of one cart that are both paid bring the buyer everything once."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from application.checkout.checkout import Checkout
from application.shared.outcomes import Rejected
from domain.operations.job import JobKind, JobState
from domain.orders.bought_again import BOUGHT_TWICE
from domain.orders.status import OrderStatus
from domain.payments.refund import RefundReason, RefundState
from tests.contract.sample_goods import SMALL
from tests.contract.sample_order import LONDON
from tests.unit.checkout.shop import Shop
from tests.unit.payments.refunding import ledger, sums

ELSEWHERE = replace(LONDON, line1="1 Other Street")


async def paid(shop: Shop, *checkouts: Checkout) -> None:
    """All at the provider, before we are told of any."""
    for checkout in checkouts:
        session_id = checkout.session.session_id or ""
        shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
    for checkout in checkouts:
        await shop.deliver("checkout.session.completed", checkout.session.session_id or "")
        await shop.work()


async def two_pages(shop: Shop) -> tuple[Checkout, Checkout]:
    """Of one cart, for two addresses."""
    first = await shop.check_out()
    return first, await shop.checkout(shop.wish(ELSEWHERE))


@pytest.mark.parametrize("newer_first", [False, True])
async def test_the_second_payment_of_the_same_lines_goes_back(newer_first: bool) -> None:
    shop = Shop()
    pages = await two_pages(shop)
    first, second = reversed(pages) if newer_first else pages
    await paid(shop, first, second)
    assert len(shop.lab.orders) == len(await shop.parts(first.order.id)) == 2
    assert await shop.parts(second.order.id) == []
    over = await shop.order(second.order.id)
    assert (over.status, over.held_because) == (OrderStatus.REFUNDED, None)
    [back] = shop.gateway.refunds
    assert back.amount == second.order.totals.total
    total = second.order.totals.total.amount
    assert await sums(shop, second.order.id) == (total, total, 0, 0)
    [refund] = (await ledger(shop, second.order.id)).refunds
    assert (refund.purpose, refund.reason) == (BOUGHT_TWICE, RefundReason.DUPLICATE)
    told = [(entry.event, entry.why) for entry in await shop.timeline(over.id)]
    assert [entry for entry in told if entry[0] in ("paid", "refund_intended")] == [
        ("paid", BOUGHT_TWICE),
        ("refund_intended", BOUGHT_TWICE),
    ]
    assert len(shop.mailer.letters) == 1


async def test_told_again_it_is_refunded_once() -> None:
    shop = Shop()
    first, second = await two_pages(shop)
    await paid(shop, first, second)
    for _ in range(3):
        await shop.deliver("checkout.session.completed", second.session.session_id or "")
        await shop.work()
    assert len(shop.gateway.refunds) == 1


async def test_of_three_pages_one_is_produced() -> None:
    shop = Shop()
    first, second = await two_pages(shop)
    third = await shop.checkout(shop.wish(replace(LONDON, line1="2 Third Street")))
    await paid(shop, first, second, third)
    assert len(shop.lab.orders) == 2
    assert [refund.amount for refund in shop.gateway.refunds] == [
        second.order.totals.total,
        third.order.totals.total,
    ]


async def test_lines_besides_the_same_ones_wait_for_staff() -> None:
    shop = Shop()
    first = await shop.check_out()
    await shop.fill_cart(SMALL)
    second = await shop.checkout(shop.wish())
    await paid(shop, first, second)
    held = await shop.order(second.order.id)
    assert (held.status, held.held_because) == (OrderStatus.PAID, BOUGHT_TWICE)
    assert await shop.parts(held.id) == []
    assert shop.gateway.refunds == ()
    assert [item.reason for item in shop.attention] == [BOUGHT_TWICE]


async def test_the_same_bought_again_after_the_first_payment_is_honoured() -> None:
    shop = Shop()
    first = await shop.check_out()
    await paid(shop, first)
    shop.clock.advance(timedelta(seconds=1))
    async with shop.begin() as work:
        cart = await work.carts.lock(shop.buyer.id, uuid4(), "GBP")
        assert cart.cart.is_empty
    second = await shop.check_out()
    same = zip(first.order.lines, second.order.lines, strict=True)
    again = tuple(replace(line, product_id=old.product_id) for old, line in same)
    rows = shop.store.table("orders")
    rows.put(second.order.id, replace(await shop.order(second.order.id), lines=again))
    await paid(shop, second)
    assert (await shop.order(second.order.id)).held_because is None
    assert len(shop.lab.orders) == 4
    assert shop.gateway.refunds == ()


async def test_a_page_that_holds_other_lines_is_honoured() -> None:
    shop = Shop()
    first, second = await two_pages(shop)
    others = tuple(replace(line, product_id=uuid4()) for line in second.order.lines)
    rows = shop.store.table("orders")
    rows.put(second.order.id, replace(await shop.order(second.order.id), lines=others))
    await paid(shop, first, second)
    assert len(shop.lab.orders) == 4
    assert shop.gateway.refunds == ()


async def test_when_the_first_went_back_the_second_is_honoured() -> None:
    shop = Shop()
    first, second = await two_pages(shop)
    await paid(shop, first)
    total = first.order.totals.total
    intent = (await shop.order(first.order.id)).payment_intent_id or ""
    told = {"payment_intent_id": intent, "amount": str(total.amount), "currency": total.currency}
    await shop.deliver("charge.refunded", "ch_1", **told)
    await shop.work()
    assert (await shop.order(first.order.id)).status is OrderStatus.REFUNDED
    await paid(shop, second)
    assert (await shop.order(second.order.id)).held_because is None
    assert shop.gateway.refunds == ()


async def test_when_the_first_is_held_staff_decide_about_both() -> None:
    shop = Shop()
    first, second = await two_pages(shop)
    session_id = first.session.session_id or ""
    less = replace(first.order.totals.total, amount=1)
    shop.gateway.money_arrives(session_id, payment_intent_id="pi_less", amount=less)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work()
    await paid(shop, second)
    assert (await shop.order(second.order.id)).held_because == BOUGHT_TWICE
    assert shop.gateway.refunds == ()
    assert shop.lab.orders == ()


async def test_a_refusal_of_the_refund_leaves_the_order_held() -> None:
    shop = Shop()
    first, second = await two_pages(shop)
    await paid(shop, first)
    session_id = second.session.session_id or ""
    shop.gateway.money_arrives(session_id, payment_intent_id="pi_2")
    await shop.deliver("checkout.session.completed", session_id)
    [event] = shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.READY)
    await shop.run.by_id(event.id)
    shop.gateway.trouble.before_effect(Rejected("stripe", "charge_disputed"))
    await shop.work(hours=1)
    [refund] = (await ledger(shop, second.order.id)).refunds
    assert refund.state is RefundState.REFUSED
    held = await shop.order(second.order.id)
    assert (held.status, held.held_because) == (OrderStatus.PAID, BOUGHT_TWICE)
    assert await shop.parts(held.id) == []
    assert "refund_refused" in [item.reason for item in shop.attention]
