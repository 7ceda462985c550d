"""A disputed order waits; won, it goes on by itself; lost, the ledger says so."""

import pytest

from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.payments.consequences import DISPUTE_LOST, DISPUTED
from tests.unit.checkout.shop import Shop
from tests.unit.payments.refunding import arrived, events_taken_in, sums

TOLD = {"payment_intent_id": "pi_1", "currency": "GBP"}


async def opened(shop: Shop, order: Order) -> str:
    amount = str(order.totals.total.amount)
    told = {**TOLD, "amount": amount, "status": "needs_response"}
    await shop.deliver("charge.dispute.created", "dp_1", **told)
    await shop.deliver("charge.dispute.funds_withdrawn", "dp_1", **told)
    await events_taken_in(shop)
    return amount


async def test_while_a_dispute_is_open_nothing_is_sent_to_the_lab() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await opened(shop, checkout.order)
    await shop.work(hours=1)
    order, total = await shop.order(checkout.order.id), checkout.order.totals.total.amount
    assert (order.status, order.held_because) == (OrderStatus.PAID, DISPUTED)
    assert shop.lab.orders == ()
    assert await sums(shop, order.id) == (total, 0, total, 0)


async def test_a_dispute_that_is_won_lets_the_goods_be_made() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    amount = await opened(shop, checkout.order)
    await shop.work(hours=1)
    assert shop.lab.orders == ()
    for event in ("charge.dispute.funds_reinstated", "charge.dispute.closed"):
        await shop.deliver(event, "dp_1", **TOLD, amount=amount, status="won")
    await shop.work(hours=1)
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.PAID, None)
    assert len(shop.lab.orders) == len(order.lines)
    assert len(shop.mailer.letters) == 1
    assert await sums(shop, order.id) == (int(amount), 0, 0, int(amount))


async def test_a_dispute_that_is_lost_keeps_the_order_held() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    amount = await opened(shop, checkout.order)
    await shop.deliver("charge.dispute.closed", "dp_1", **TOLD, amount=amount, status="lost")
    await shop.work(hours=1)
    order = await shop.order(checkout.order.id)
    assert order.held_because == DISPUTE_LOST
    assert await sums(shop, order.id) == (int(amount), 0, int(amount), 0)


@pytest.mark.parametrize("event", ["radar.early_fraud_warning.created", "review.opened"])
async def test_warnings_are_shown_to_staff_and_stop_nothing(event: str) -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await shop.deliver(event, "issfr_1", **TOLD)
    await shop.work()
    assert [item.reason for item in shop.attention] == [event]
    assert (await shop.order(checkout.order.id)).held_because is None
    assert len(shop.lab.orders) == 2


async def test_a_repeat_does_not_undo_what_staff_decided_meanwhile() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await opened(shop, checkout.order)
    await shop.work()
    async with shop.begin() as work:
        await work.orders.save((await work.orders.lock(checkout.order.id)).release())
        await work.commit()
    await opened(shop, checkout.order)
    await shop.work()
    assert (await shop.order(checkout.order.id)).held_because is None
