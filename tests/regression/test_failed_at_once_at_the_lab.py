"""What the lab could not make from the first was once taken for mended, and nobody was told."""

from dataclasses import replace
from uuid import uuid4

from domain.fulfilment.lab_report import Submission
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from tests.contract.persistence import Persistence
from tests.contract.repair_bench import Bench, bench_of

UNAVAILABLE = "order.items.ItemUnavailable"


async def failed_at_once(bench: Bench) -> Order:
    submit = bench.desk.lab.submit

    async def submit_in_vain(request_body: bytes) -> Submission:
        taken = await submit(request_body)
        return replace(taken, status=DropshipStatus.FAILED, problem=UNAVAILABLE)

    bench.desk.lab.submit = submit_in_vain  # type: ignore[method-assign]
    order = await bench.desk.paid()
    await bench.desk.until_statuses(order, DropshipStatus.FAILED)
    return order


async def test_its_item_stays_open_until_somebody_does_something(persistence: Persistence) -> None:
    bench = bench_of(persistence)
    order = await failed_at_once(bench)
    told = await bench.open_reasons(order)
    assert set(told) == {"lab_problem"}
    await bench.check()
    assert await bench.open_reasons(order) == told
    parts = await bench.desk.shop.parts(order.id)
    assert {part.problem for part in parts} == {UNAVAILABLE}


async def test_an_act_of_staff_on_another_item_does_not_close_it(persistence: Persistence) -> None:
    bench = bench_of(persistence)
    order = await failed_at_once(bench)
    told = await bench.open_reasons(order)
    other = await bench.note(order, "session_unknown_at_stripe", sessionId=f"cs_{uuid4()}")
    await bench.repair(other.id, bench.staff, True)
    assert await bench.open_reasons(order) == told


async def test_what_failed_in_silence_is_no_better(persistence: Persistence) -> None:
    """As older rows have it: failed, and of its problem nothing is kept."""
    bench = bench_of(persistence)
    order = await failed_at_once(bench)
    told = await bench.open_reasons(order)
    async with bench.desk.shop.begin() as work:
        for part in await work.dropships.of_order(order.id):
            await work.dropships.save(replace(part, problem=None))
        await work.commit()
    await bench.check()
    assert await bench.open_reasons(order) == told
