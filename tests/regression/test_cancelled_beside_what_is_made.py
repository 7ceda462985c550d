"""An order whose last open print was cancelled once stayed partially shipped for ever."""

from dataclasses import replace

from application.fulfilment.settle_cancelled_order import settle_cancelled_order
from domain.fulfilment.status import DropshipStatus
from domain.orders.status import OrderStatus
from tests.unit.checkout.shop import Shop


async def test_the_order_goes_as_far_as_the_prints_that_are_left() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    await shop.work()
    made, called_off = shop.lab.orders
    shop.lab.advance(made.report.provider_order_id, DropshipStatus.COMPLETE, tracking_number="T")
    shop.lab.advance(called_off.report.provider_order_id, DropshipStatus.CANCELLED)
    async with shop.begin() as work:
        order = await work.orders.lock(checkout.order.id)
        for part in await work.dropships.of_order(order.id):
            is_made = part.provider_order_id == made.report.provider_order_id
            status = DropshipStatus.COMPLETE if is_made else DropshipStatus.CANCELLED
            await work.dropships.save(replace(part, status=status))
        order = order.move_to(OrderStatus.PARTIALLY_SHIPPED)
        await work.orders.save(order)
        await settle_cancelled_order(work, order, shop.at(), "prodigi", "Cancelled")
        await work.commit()
    await shop.work()
    assert (await shop.order(order.id)).status is OrderStatus.DELIVERED
