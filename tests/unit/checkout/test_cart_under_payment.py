"""A cart under payment is frozen, usable all the same, and loses exactly what was bought."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.carts.cart import CartLineUnavailable
from domain.carts.status import CartStatus
from domain.catalog.catalogue import Catalogue
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from tests.contract.cart_till import CartTill, adding, held
from tests.contract.sample_goods import LARGE, framed
from tests.unit.checkout.shop import LIMITS, Shop


def till_of(shop: Shop) -> CartTill:
    """The same buyer in another tab."""
    return CartTill(begin=shop.begin, owner=shop.buyer, clock=shop.clock, limits=LIMITS)


async def test_a_checkout_freezes_the_cart() -> None:
    shop = Shop()
    await shop.fill_cart()
    assert (await till_of(shop).read()).status is CartStatus.ACTIVE
    checkout = await shop.checkout(shop.wish())
    cart = await till_of(shop).read()
    assert (cart.status, cart.order_id) == (CartStatus.FROZEN, checkout.order.id)


async def test_a_frozen_cart_takes_changes_and_is_active_again() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    till = till_of(shop)
    line = (await till.read()).lines[0]
    cart = await till.change(line.id, 5)
    assert (cart.status, cart.order_id) == (CartStatus.ACTIVE, checkout.order.id)
    assert (await shop.checkout(shop.wish())).order.id != checkout.order.id
    assert (await till.read()).status is CartStatus.FROZEN


async def test_a_cart_is_active_again_when_its_payment_page_ran_out() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.change(session_id, state=SessionState.EXPIRED)
    await shop.deliver("checkout.session.expired", session_id)
    await shop.work()
    assert (await shop.order(checkout.order.id)).status is OrderStatus.EXPIRED
    cart = await till_of(shop).read()
    assert (cart.status, cart.order_id) == (CartStatus.ACTIVE, None)
    assert len(cart.lines) == 2
    assert (await shop.checkout(shop.wish())).session.is_open


async def test_what_was_added_in_another_tab_stays_after_the_payment() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    till = till_of(shop)
    bought = (await till.read()).lines[0].product.id
    other = (await framed(shop.persistence, shop.buyer.id)).id
    await till.add(bought, 2)
    await till.batch(adding("a", other, 3))
    await shop.pay(checkout)
    cart = await till.read()
    assert held(cart) == {bought: 2, other: 3}
    assert (cart.status, cart.order_id) == (CartStatus.ACTIVE, None)


async def test_what_was_taken_out_meanwhile_does_not_come_back() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    till = till_of(shop)
    await till.remove((await till.read()).lines[0].id)
    await shop.pay(checkout)
    assert (await till.read()).lines == ()


async def test_a_paid_cart_that_expired_before_the_money_came_harms_nothing() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    order = await shop.order(checkout.order.id)
    async with shop.begin() as work:
        await work.orders.save(replace(order, status=OrderStatus.EXPIRED))
        session = await work.sessions.of_order(order.id)
        assert session is not None
        await work.sessions.save(replace(session, settled_at=shop.at()))
        await work.commit()
    shop.clock.advance(timedelta(days=91))
    async with shop.begin() as work:
        assert await work.idle_carts.expire(shop.at() - timedelta(days=90), shop.at(), 10) == 1
        await work.commit()
    await shop.pay(checkout)
    assert (await shop.order(order.id)).has_been_paid
    assert (await till_of(shop).read()).lines == ()


async def test_what_is_not_sold_any_more_cannot_be_checked_out() -> None:
    shop = Shop()
    await shop.fill_cart()
    [gone] = [
        line.id for line in (await till_of(shop).read()).lines if line.product.frame_size == "8x10"
    ]
    price = replace(shop.checkout.intend.price, catalogue=Catalogue.of([LARGE]))
    shop.checkout = replace(shop.checkout, intend=replace(shop.checkout.intend, price=price))
    with pytest.raises(CartLineUnavailable) as refusal:
        await shop.checkout(shop.wish())
    assert refusal.value.facts == {"lines": [str(gone)]}
    assert shop.orders == []
    assert len((await till_of(shop).read()).lines) == 2
