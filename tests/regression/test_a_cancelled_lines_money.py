"""One line was called off, the rest was made: the line's money stayed, and nobody was told."""

from dataclasses import replace

from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.reconciliation.repair import LINE_NOT_REFUNDED, Repair
from tests.contract.persistence import Persistence
from tests.contract.repair_bench import Bench, bench_of
from tests.contract.staff_desk import wish

D = DropshipStatus


async def half_shipped_and_cancelled(bench: Bench) -> tuple[Order, int]:
    """The order, and what its second line cost with its tax."""
    desk = bench.desk
    order = await desk.with_the_lab()
    gone, kept = await desk.shop.parts(order.id)
    desk.lab.advance(gone.provider_order_id or "", D.SHIPPED, tracking_number="T")
    async with desk.shop.begin() as work:
        await work.dropships.save(replace(gone, status=D.SHIPPED))
        locked = await work.orders.lock(order.id)
        await work.orders.save(locked.move_to(OrderStatus.PARTIALLY_SHIPPED))
        await work.commit()
    await desk.cancel(wish(order))
    await desk.until_statuses(order, D.SHIPPED, D.CANCELLED)
    net = next(line.amount for line in order.lines if line.id == kept.line_id)
    return order, (net + net.share(order.totals.tax_percent)).amount


async def test_staff_are_told_and_the_line_goes_back_with_its_tax(
    persistence: Persistence,
) -> None:
    bench = bench_of(persistence)
    order, cost = await half_shipped_and_cancelled(bench)
    await bench.check()
    assert await bench.open_reasons(order) == [LINE_NOT_REFUNDED]
    item = await bench.item(order, LINE_NOT_REFUNDED)
    assert item.suggested_repair is Repair.REFUND
    await bench.repair(item.id, bench.staff, True)
    assert [amount for _, amount in await bench.refunds(order)] == [cost]
    await bench.desk.shop.work()
    await bench.check()
    assert await bench.open_reasons(order) == []


async def test_a_line_that_is_printed_again_needs_no_refund(persistence: Persistence) -> None:
    bench = bench_of(persistence)
    order, _ = await half_shipped_and_cancelled(bench)
    item = await bench.item(order, LINE_NOT_REFUNDED)
    line_ids = [str(line.id) for line in order.lines]
    await bench.desk.reprint(wish(order, line_ids.index(item.details["lineId"])))
    assert await bench.open_reasons(order) == []
    await bench.desk.shop.work()
