"""A reprint of a shipped order was once forgotten when a hold ended, or made though refunded."""

from dataclasses import replace

from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from tests.contract.repair_bench import Bench, bench_in_memory
from tests.contract.staff_desk import wish

D = DropshipStatus


async def reprint_waits(bench: Bench, held_because: str | None = None) -> Order:
    """Of an order that was shipped; its job was not run yet."""
    desk = bench.desk
    order = await desk.with_the_lab()
    async with desk.shop.begin() as work:
        for part in await work.dropships.of_order(order.id):
            await work.dropships.save(replace(part, status=D.SHIPPED))
        locked = await work.orders.lock(order.id)
        await work.orders.save(locked.move_to(OrderStatus.SHIPPED))
        await work.commit()
    await desk.reprint(wish(order, 0))
    if held_because is not None:
        async with desk.shop.begin() as work:
            locked = await work.orders.lock(order.id)
            await work.orders.save(locked.hold(held_because))
            await work.commit()
    return order


async def test_what_a_hold_withheld_is_sent_when_staff_let_it_go() -> None:
    bench = bench_in_memory()
    order = await reprint_waits(bench, held_because="disputed")
    await bench.desk.shop.work()
    assert await bench.desk.statuses(order) == {D.SHIPPED, D.PENDING}
    await bench.desk.release(wish(order))
    await bench.desk.shop.work()
    assert await bench.desk.statuses(order) == {D.SHIPPED, D.SUBMITTED}


async def test_nothing_is_sent_while_all_of_it_is_to_go_back() -> None:
    bench = bench_in_memory()
    order = await reprint_waits(bench)
    made = len(bench.desk.made(order))
    await bench.refund(order)
    # The reprint's job comes first.
    await bench.desk.shop.work()
    assert len(bench.desk.made(order)) == made
    over = await bench.desk.shop.order(order.id)
    assert (over.status, over.held_because) == (OrderStatus.REFUNDED, None)
    assert await bench.desk.statuses(order) == {D.SHIPPED, D.CANCELLED}
