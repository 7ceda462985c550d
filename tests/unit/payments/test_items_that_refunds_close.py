"""What asked staff for a refund is closed by the refund, whoever made it, with a timeline row."""

from dataclasses import replace
from uuid import uuid4

import pytest

from application.checkout.checkout import Checkout
from domain.operations.job import JobKind, JobState
from domain.orders.bought_again import BOUGHT_TWICE
from domain.orders.status import OrderStatus
from tests.contract.sample_order import LONDON
from tests.unit.checkout.shop import Shop
from tests.unit.payments.refunding import refunded, wish


async def open_reasons(shop: Shop, checkout: Checkout) -> list[str]:
    async with shop.begin(reading=True) as work:
        return list(await work.attention.open_reasons(checkout.order.id))


async def closed(shop: Shop, checkout: Checkout) -> list[str]:
    told = await shop.timeline(checkout.order.id)
    return [entry.data["reason"] for entry in told if entry.event == "attention_closed"]


async def pay_differently(shop: Shop) -> Checkout:
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    more = replace(checkout.order.totals.total, amount=checkout.order.totals.total.amount + 100)
    shop.gateway.money_arrives(session_id, amount=more)
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work()
    assert await open_reasons(shop, checkout) == ["amount_differs"]
    return checkout


async def test_a_refund_by_staff_closes_what_was_held() -> None:
    shop = Shop()
    checkout = await pay_differently(shop)
    await refunded(shop, wish(checkout.order.id))
    await shop.work()
    assert await open_reasons(shop, checkout) == []
    assert await closed(shop, checkout) == ["amount_differs"]
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.REFUNDED, None)


async def test_a_refund_of_a_part_closes_nothing() -> None:
    shop = Shop()
    checkout = await pay_differently(shop)
    await refunded(shop, wish(checkout.order.id, 100))
    await shop.work()
    assert await open_reasons(shop, checkout) == ["amount_differs"]


@pytest.mark.parametrize("part", [1, 2])
async def test_a_refund_at_the_providers_side_closes_it_once_it_is_whole(part: int) -> None:
    shop = Shop()
    checkout = await pay_differently(shop)
    whole = checkout.order.totals.total.amount + 100
    told = {"payment_intent_id": "pi_1", "amount": str(whole // part), "currency": "GBP"}
    await shop.deliver("charge.refunded", "ch_1", **told)
    await shop.work()
    still_open = "amount_differs" in await open_reasons(shop, checkout)
    assert still_open == (part > 1)
    assert await closed(shop, checkout) == ([] if still_open else ["amount_differs"])


async def test_the_surplus_payment_is_closed_when_it_went_back_and_not_before() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    again = await shop.gateway.open_session(checkout.session.request_body, "another key")
    shop.gateway.money_arrives(again.session_id, payment_intent_id="pi_2")
    await shop.deliver("checkout.session.completed", again.session_id)
    [event] = shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.READY)
    await shop.run.by_id(event.id)
    assert await open_reasons(shop, checkout) == ["paid_twice"]
    await shop.work()
    assert await open_reasons(shop, checkout) == []
    assert await closed(shop, checkout) == ["paid_twice"]


async def test_what_was_bought_twice_is_closed_when_it_went_back() -> None:
    shop = Shop()
    first = await shop.check_out()
    second = await shop.checkout(shop.wish(replace(LONDON, line1="1 Other Street")))
    for page in (first, second):
        session_id = page.session.session_id or ""
        shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
        await shop.deliver("checkout.session.completed", session_id)
        await shop.work()
    assert await open_reasons(shop, second) == []
    assert await closed(shop, second) == [BOUGHT_TWICE]
