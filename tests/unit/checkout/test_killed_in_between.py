"""Whichever call of a checkout was the last of its process: asked again, it is one checkout."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from application.checkout.checkout import Checkout, CheckoutWish
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from tests.contract.sample_goods import SMALL
from tests.model.crashing_ports import CrashPlan, ProcessDied, crashing
from tests.unit.checkout.cancelling import cancel_of
from tests.unit.checkout.shop import Shop

Prepare = Callable[[], Awaitable[Shop]]
Attempt = Callable[[Shop, CrashPlan], Awaitable[object]]


async def filled() -> Shop:
    shop = Shop()
    await shop.fill_cart()
    return shop


async def superseding() -> Shop:
    """With a page already open, of a cart that was changed since."""
    shop = Shop()
    await shop.check_out()
    await shop.fill_cart(SMALL)
    return shop


async def deaths(prepare: Prepare, attempt: Attempt) -> AsyncIterator[tuple[Shop, str]]:
    """A shop for each call that the attempt makes, just after the process died there."""
    whole = CrashPlan()
    await attempt(await prepare(), whole)
    for at in range(1, len(whole.calls) + 1):
        for after in (False, True):
            shop, plan = await prepare(), CrashPlan(at=at, after=after)
            with pytest.raises(ProcessDied) as death:
                await attempt(shop, plan)
            yield shop, str(death.value)


def wish_of(shop: Shop, *, keyed: bool) -> CheckoutWish:
    request = Request(owner_id=shop.buyer.id, key="click", fingerprint="body") if keyed else None
    return shop.wish(request=request)


def open_orders(shop: Shop) -> list[Order]:
    return [order for order in shop.orders if order.is_open_for_payment]


def payable(shop: Shop) -> list[str]:
    return [each.session_id for each in shop.gateway.sessions if each.state is SessionState.OPEN]


def told(checkout: Checkout) -> tuple[object, ...]:
    return (checkout.order.id, checkout.session.session_id, checkout.session.url)


@pytest.mark.parametrize("keyed", [False, True], ids=["without a key", "with a key"])
@pytest.mark.parametrize("prepare", [filled, superseding])
async def test_a_checkout_that_died_anywhere_is_one_order_with_one_page(
    prepare: Prepare, *, keyed: bool
) -> None:
    async def attempt(shop: Shop, plan: CrashPlan) -> None:
        await crashing(shop.checkout, plan)(wish_of(shop, keyed=keyed))

    points = 0
    async for shop, where in deaths(prepare, attempt):
        points += 1
        again = await shop.checkout(wish_of(shop, keyed=keyed))
        once_more = await shop.checkout(wish_of(shop, keyed=keyed))
        await shop.work()
        assert told(again) == told(once_more), where
        assert payable(shop) == [again.session.session_id], where
        assert [order.id for order in open_orders(shop)] == [again.order.id], where
        assert len(shop.orders) == (1 if prepare is filled else 2), where
    assert points >= 40


@pytest.mark.parametrize("prepare", [filled, superseding])
async def test_a_checkout_that_died_and_is_not_asked_again_leaves_one_page_at_most(
    prepare: Prepare,
) -> None:
    async def attempt(shop: Shop, plan: CrashPlan) -> None:
        await crashing(shop.checkout, plan)(shop.wish())

    async for shop, where in deaths(prepare, attempt):
        await shop.work()
        assert len(payable(shop)) <= 1, where
        assert len(open_orders(shop)) <= 1, where


async def test_giving_up_that_died_anywhere_gives_up_when_asked_again() -> None:
    async def attempt(shop: Shop, plan: CrashPlan) -> None:
        [order] = shop.orders
        await crashing(cancel_of(shop), plan)(shop.buyer, order.id)

    async def prepare() -> Shop:
        shop = Shop()
        await shop.check_out()
        return shop

    async for shop, where in deaths(prepare, attempt):
        [order] = shop.orders
        cancelled = await cancel_of(shop)(shop.buyer, order.id)
        await shop.work()
        assert cancelled.status is OrderStatus.CANCELLED, where
        assert payable(shop) == [], where
        events = [entry.event for entry in await shop.timeline(order.id)]
        assert events.count("checkout_cancelled") == 1, where
