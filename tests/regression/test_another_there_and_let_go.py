"""The lab had something else under a key: its item once closed while nobody made the print."""

from datetime import timedelta

from application.shared.outcomes import AnotherThere
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from tests.contract.repair_bench import Bench, bench_in_memory
from tests.contract.staff_desk import wish

D = DropshipStatus
REASON = "lab_order_differs"
THERE: dict[str, object] = {"providerOrderId": "ord_1", "differs": "recipient"}


async def held_for_another(bench: Bench) -> Order:
    order = await bench.desk.paid()
    bench.desk.lab.trouble.before_effect(AnotherThere("prodigi", "another", facts=THERE))
    await bench.desk.shop.work(hours=1)
    assert await bench.open_reasons(order) == [REASON]
    return order


async def test_it_stays_open_under_a_hold_that_stood_before() -> None:
    bench = bench_in_memory()
    order = await bench.desk.paid()
    [first, *_] = await bench.desk.shop.parts(order.id)
    async with bench.desk.shop.begin() as work:
        await work.dropships.save(first.begin_submitting())
        await work.orders.save((await work.orders.lock(order.id)).hold("disputed"))
        await work.commit()
    bench.desk.lab.trouble.before_effect(AnotherThere("prodigi", "another", facts=THERE))
    await bench.desk.shop.work(hours=1)
    await bench.check()
    assert await bench.open_reasons(order) == [REASON]


async def test_staff_who_let_the_order_go_are_still_told_of_the_print() -> None:
    bench = bench_in_memory()
    order = await held_for_another(bench)
    await bench.desk.release(wish(order))
    await bench.desk.shop.work(hours=1)
    await bench.check()
    assert await bench.desk.statuses(order) == {D.FAILED, D.SUBMITTED}
    assert await bench.open_reasons(order) == [REASON]


async def test_it_is_over_once_the_line_is_printed_again() -> None:
    bench = bench_in_memory()
    order = await held_for_another(bench)
    item = await bench.item(order, REASON)
    parts = {str(part.id): part.line_id for part in await bench.desk.shop.parts(order.id)}
    line_ids = [line.id for line in order.lines]
    await bench.desk.release(wish(order))
    bench.desk.shop.clock.advance(timedelta(seconds=1))
    await bench.desk.reprint(wish(order, line_ids.index(parts[item.details["dropshipId"]])))
    assert await bench.open_reasons(order) == []


async def test_it_is_over_with_the_order() -> None:
    bench = bench_in_memory()
    order = await held_for_another(bench)
    await bench.refund(order)
    assert await bench.open_reasons(order) == []
