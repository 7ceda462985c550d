"""Many checkouts of one cart at once never wait in a circle, and leave one order to pay."""

import asyncio
from dataclasses import replace

import pytest

from domain.carts.cart import CartChanged
from domain.carts.status import CartStatus
from tests.contract.cart_till import CartTill
from tests.contract.persistence import Persistence
from tests.contract.sample_order import LONDON
from tests.unit.checkout.shop import LIMITS, Shop

ROUNDS = 6
TABS = 6


async def test_many_tabs_with_addresses_of_their_own_leave_one_order_to_pay(
    persistence: Persistence,
) -> None:
    shop = Shop(persistence)
    # Every tab may have to let each of the others go first.
    intend = replace(shop.checkout.intend, turns_max=2 * TABS)
    shop.checkout = replace(shop.checkout, intend=intend)
    await shop.fill_cart()
    for _ in range(ROUNDS):
        tabs = (
            shop.checkout(shop.wish(replace(LONDON, line1=f"{number} Tab Street")))
            for number in range(TABS)
        )
        found = await asyncio.gather(*tabs)
        still_open = [
            each for each in found if (await shop.order(each.order.id)).is_open_for_payment
        ]
        assert len({each.order.id for each in still_open}) == 1


async def test_a_checkout_that_others_always_come_before_gives_way_without_a_trace(
    persistence: Persistence,
) -> None:
    shop = Shop(persistence)
    intend = replace(shop.checkout.intend, turns_max=0)
    await shop.fill_cart()
    with pytest.raises(CartChanged):
        await replace(shop.checkout, intend=intend)(shop.wish())
    async with shop.begin(reading=True) as work:
        assert list(await work.orders.page(shop.buyer.id, 1, 10)) == []


async def test_a_cart_changed_and_changed_back_is_frozen_by_its_order(
    persistence: Persistence,
) -> None:
    shop = Shop(persistence)
    first = await shop.check_out()
    till = CartTill(begin=shop.begin, owner=shop.buyer, clock=shop.clock, limits=LIMITS)
    line = (await till.read()).lines[0]
    await till.change(line.id, line.quantity + 1)
    await till.change(line.id, line.quantity)
    assert (await shop.checkout(shop.wish())).order.id == first.order.id
    assert (await till.read()).status is CartStatus.FROZEN
