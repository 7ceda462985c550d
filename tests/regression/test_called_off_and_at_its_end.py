"""A print whose end the lab told before it answered our asking was once waited for for ever.

So nobody heard that another line of its order was cancelled, and its money stayed.
"""

from dataclasses import replace

from domain.fulfilment.cancellation import Cancellation
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus
from domain.reconciliation.repair import LINE_NOT_REFUNDED
from tests.contract.repair_bench import Bench, bench_in_memory
from tests.contract.staff_desk import wish

D = DropshipStatus


async def told_by_the_lab(bench: Bench, part: Dropship, status: DropshipStatus) -> None:
    """Its callback is taken in before the answer to our asking is."""
    desk = bench.desk
    desk.lab.advance(part.provider_order_id or "", status)
    async with desk.shop.begin() as work:
        now = await work.dropships.lock(part.id)
        await work.dropships.save(now.seen(status, (), None, at=desk.shop.at()))
        await work.commit()


async def test_what_was_shipped_meanwhile_hides_no_cancelled_line() -> None:
    bench = bench_in_memory()
    order = await bench.desk.with_the_lab()
    shipped, _ = await bench.desk.shop.parts(order.id)
    await bench.desk.cancel(wish(order))
    await told_by_the_lab(bench, shipped, D.SHIPPED)
    await bench.desk.shop.work()
    assert await bench.desk.statuses(order) == {D.SHIPPED, D.CANCELLED}
    assert await bench.open_reasons(order) == [LINE_NOT_REFUNDED]


async def test_a_line_that_the_lab_told_cancelled_is_not_hidden_either() -> None:
    bench = bench_in_memory()
    order = await bench.desk.with_the_lab()
    refused, cancelled = await bench.desk.shop.parts(order.id)
    await bench.desk.cancel(wish(order))
    async with bench.desk.shop.begin() as work:
        made = replace(refused, status=D.IN_PRODUCTION, cancellation=Cancellation.REFUSED)
        await work.dropships.save(made)
        await work.commit()
    await told_by_the_lab(bench, cancelled, D.CANCELLED)
    await bench.desk.shop.work()
    assert LINE_NOT_REFUNDED in await bench.open_reasons(order)
