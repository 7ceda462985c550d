"""An order that was refunded as a whole was made all the same by a lab that was not asked."""

from domain.fulfilment.status import DropshipStatus
from domain.orders.status import OrderStatus
from tests.contract.persistence import Persistence
from tests.contract.repair_bench import bench_of

D = DropshipStatus


async def test_the_lab_is_asked_to_cancel_as_staff_are_told(persistence: Persistence) -> None:
    bench = bench_of(persistence)
    order = await bench.desk.with_the_lab()
    await bench.refund(order)
    await bench.desk.until_statuses(order, D.CANCELLED)
    assert (await bench.desk.shop.order(order.id)).status is OrderStatus.REFUNDED
    assert (await bench.desk.events(order)).count("print_cancelled") == len(order.lines)
    await bench.check()
    assert await bench.open_reasons(order) == []


async def test_what_is_shipped_stays_shipped_and_nobody_is_bothered(
    persistence: Persistence,
) -> None:
    bench = bench_of(persistence)
    order = await bench.desk.with_the_lab()
    parts = await bench.desk.shop.parts(order.id)
    async with bench.desk.shop.begin() as work:
        for part in parts:
            await work.dropships.save(part.move_to(D.SHIPPED))
        locked = await work.orders.lock(order.id)
        await work.orders.save(locked.move_to(OrderStatus.SHIPPED))
        await work.commit()
    await bench.refund(order)
    await bench.desk.until_statuses(order, D.SHIPPED)
    await bench.desk.shop.work()
    assert "print_called_off" not in await bench.desk.events(order)
    await bench.check()
    assert await bench.open_reasons(order) == []
