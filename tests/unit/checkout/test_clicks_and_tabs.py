"""However often, from however many tabs a buyer checks out: one page to pay, the last one meant."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from application.shared.outcomes import OutcomeUnknown, Rejected
from domain.carts.status import CartStatus
from domain.checkout.refusals import PaymentRefused
from domain.operations.reply import Request
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from tests.contract.cart_till import CartTill
from tests.contract.sample_goods import SMALL
from tests.contract.sample_order import LONDON
from tests.unit.checkout.shop import LIMITS, Shop

ELSEWHERE = replace(LONDON, line1="1 Other Street")


def key_of(shop: Shop, key: str) -> Request:
    return Request(owner_id=shop.buyer.id, key=key, fingerprint="body")


def payable(shop: Shop) -> list[str]:
    return [each.session_id for each in shop.gateway.sessions if each.state is SessionState.OPEN]


async def test_a_double_click_with_two_keys_is_one_checkout() -> None:
    shop = Shop()
    await shop.fill_cart()
    clicks = await asyncio.gather(
        *(shop.checkout(shop.wish(request=key_of(shop, key))) for key in ("a", "b"))
    )
    assert len({click.session.session_id for click in clicks}) == 1
    for key in ("a", "b"):
        again = await shop.checkout(shop.wish(request=key_of(shop, key)))
        assert again.order.id == clicks[0].order.id
    assert len(shop.orders) == len(shop.gateway.sessions) == 1


async def test_two_tabs_with_two_addresses_leave_the_page_of_the_last() -> None:
    shop = Shop()
    await shop.fill_cart()
    await asyncio.gather(
        shop.checkout(shop.wish(request=key_of(shop, "a"))),
        shop.checkout(shop.wish(ELSEWHERE, request=key_of(shop, "b"))),
    )
    await shop.work()
    [open_order] = [order for order in shop.orders if order.is_open_for_payment]
    [page] = payable(shop)
    [report] = [each for each in shop.gateway.sessions if each.session_id == page]
    assert report.order_reference == str(open_order.id)
    assert len(shop.orders) == 2


async def test_a_cart_changed_and_changed_back_is_frozen_by_its_order() -> None:
    shop = Shop()
    first = await shop.check_out()
    till = CartTill(begin=shop.begin, owner=shop.buyer, clock=shop.clock, limits=LIMITS)
    line = (await till.read()).lines[0]
    await till.change(line.id, line.quantity + 1)
    await till.change(line.id, line.quantity)
    assert (await till.read()).status is CartStatus.ACTIVE
    again = await shop.checkout(shop.wish())
    assert again.order.id == first.order.id
    cart = await till.read()
    assert (cart.status, cart.order_id) == (CartStatus.FROZEN, first.order.id)


async def test_a_key_whose_request_grew_too_old_begins_anew() -> None:
    shop = Shop()
    await shop.fill_cart()
    request = key_of(shop, "click")
    shop.gateway.trouble.before_effect(OutcomeUnknown("stripe", "timeout"))
    with pytest.raises(OutcomeUnknown):
        await shop.checkout(shop.wish(request=request))
    shop.clock.advance(timedelta(minutes=45))
    fresh = await shop.checkout(shop.wish(request=request))
    assert fresh.session.expires_at > shop.at() + timedelta(minutes=30)
    assert (await shop.checkout(shop.wish(request=request))).order.id == fresh.order.id
    assert shop.attention == []


async def test_a_key_that_was_refused_is_refused_again_without_asking() -> None:
    shop = Shop()
    await shop.fill_cart()
    shop.gateway.trouble.before_effect(Rejected("stripe", "amount_too_small"))
    for _ in range(2):
        with pytest.raises(PaymentRefused):
            await shop.checkout(shop.wish(request=key_of(shop, "click")))
    assert shop.gateway.sessions == ()
    assert len(shop.orders) == 1


async def test_a_page_paid_the_moment_it_is_superseded_is_honoured() -> None:
    shop = Shop()
    old = await shop.check_out()
    await shop.fill_cart(SMALL)
    new = await shop.checkout(shop.wish())
    # The buyer was faster than the job that expires the page.
    await shop.pay(old)
    paid = await shop.order(old.order.id)
    assert paid.has_been_paid
    assert paid.status is not OrderStatus.CANCELLED
    assert len(await shop.parts(old.order.id)) == 2
    # The newer page would charge for the same pieces again.
    assert (await shop.order(new.order.id)).status is OrderStatus.CANCELLED
    assert payable(shop) == []
    till = CartTill(begin=shop.begin, owner=shop.buyer, clock=shop.clock, limits=LIMITS)
    assert sum(line.quantity for line in (await till.read()).lines) == 1
