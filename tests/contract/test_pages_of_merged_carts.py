"""A guest's page that is paid after a merge, and the user's page of the merged cart, are one."""

from datetime import timedelta
from uuid import uuid4

import pytest

from application.checkout.checkout import Checkout
from domain.carts.merge_report import MergeStrategy
from domain.identity.owner import Owner
from domain.orders.bought_again import BOUGHT_TWICE
from domain.orders.status import OrderStatus
from tests.contract.cart_till import CartTill
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import LARGE, SMALL
from tests.unit.checkout.cancelling import cancel_of
from tests.unit.checkout.shop import LIMITS, Shop


@pytest.fixture
def shop(persistence: Persistence) -> Shop:
    return Shop(persistence)


async def pages(shop: Shop, *more: object) -> tuple[Checkout, Checkout]:
    """The guest's, given up, and the user's since the merge; with `more` in the user's cart."""
    guests = await shop.check_out()
    await cancel_of(shop)(shop.buyer, guests.order.id)
    guest, shop.buyer = shop.buyer, Owner(uuid4())
    if more:
        await shop.fill_cart(*more)
    shop.clock.advance(timedelta(seconds=1))
    till = CartTill(begin=shop.begin, owner=shop.buyer, clock=shop.clock, limits=LIMITS)
    await till.merge(guest, MergeStrategy.SUM)
    shop.clock.advance(timedelta(seconds=1))
    return guests, await shop.checkout(shop.wish())


async def paid(shop: Shop, checkout: Checkout) -> None:
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work()


async def test_the_users_page_is_closed_when_the_guests_is_paid(shop: Shop) -> None:
    guests, users = await pages(shop)
    await paid(shop, guests)
    assert (await shop.order(guests.order.id)).held_because is None
    closed = await shop.order(users.order.id)
    assert closed.status is OrderStatus.CANCELLED
    assert "order_superseded" in [entry.event for entry in await shop.timeline(closed.id)]


async def test_the_guests_payment_goes_back_when_the_user_bought_the_same(shop: Shop) -> None:
    guests, users = await pages(shop, SMALL)
    await paid(shop, users)
    await paid(shop, guests)
    assert len(await shop.parts(users.order.id)) == 3
    assert await shop.parts(guests.order.id) == []
    assert (await shop.order(guests.order.id)).status is OrderStatus.REFUNDED


async def test_the_users_payment_of_more_than_the_guest_bought_is_held(shop: Shop) -> None:
    guests, users = await pages(shop, LARGE)
    await paid(shop, guests)
    await paid(shop, users)
    assert (await shop.order(users.order.id)).held_because == BOUGHT_TWICE
    assert shop.gateway.refunds == ()
