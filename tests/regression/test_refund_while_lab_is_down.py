"""An order refunded or held while the lab was down once was made as soon as it was back."""

from datetime import timedelta

import pytest

from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Unavailable
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from tests.unit.checkout.shop import Shop

DOWN = Unavailable("prodigi", "ConnectError")


async def paid_while_the_lab_is(shop: Shop, *troubles: OutsideTrouble) -> Order:
    """The buyer's money is here; both prints were tried under these troubles."""
    checkout = await shop.check_out()
    for trouble in troubles:
        shop.lab.trouble.before_effect(trouble)
    await shop.pay(checkout)
    return checkout.order


async def refunded(shop: Shop, order: Order) -> None:
    total = order.totals.total
    money = {"amount": str(total.amount), "currency": total.currency}
    await shop.deliver("charge.refunded", "ch_1", payment_intent_id="pi_1", **money)
    await shop.work()


async def statuses(shop: Shop, order: Order) -> set[DropshipStatus]:
    return {part.status for part in await shop.parts(order.id)}


async def test_a_refunded_order_is_not_made_when_the_lab_is_back() -> None:
    shop = Shop()
    order = await paid_while_the_lab_is(shop, DOWN, DOWN)
    assert await statuses(shop, order) == {DropshipStatus.PENDING}
    await refunded(shop, order)
    await shop.work(hours=2)
    assert (await shop.order(order.id)).status is OrderStatus.REFUNDED
    assert await statuses(shop, order) == {DropshipStatus.CANCELLED}
    assert shop.lab.orders == ()


async def test_an_order_that_nobody_refunds_is_made_when_the_lab_is_back() -> None:
    shop = Shop()
    order = await paid_while_the_lab_is(shop, *[DOWN] * 6)
    await shop.work(hours=4)
    assert await statuses(shop, order) == {DropshipStatus.SUBMITTED}
    assert [len(made.bodies) for made in shop.lab.orders] == [1, 1]


@pytest.mark.parametrize("second", [DOWN, OutcomeUnknown("prodigi", "timeout")], ids=repr)
async def test_what_may_have_reached_the_lab_is_never_called_off_by_a_later_silence(
    second: OutsideTrouble,
) -> None:
    shop = Shop()
    unknown = OutcomeUnknown("prodigi", "timeout")
    order = await paid_while_the_lab_is(shop, unknown, unknown, second, second)
    shop.clock.advance(timedelta(seconds=5))
    await shop.work()
    assert await statuses(shop, order) == {DropshipStatus.SUBMITTING}
