"""The lab kept a paid order on hold, or unbegun, for ever, and nobody was told."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.reconciliation.repair import MismatchKind, Repair
from tests.contract.persistence import Persistence
from tests.contract.repair_bench import Bench, bench_of

D = DropshipStatus
TOLD = MismatchKind.AT_LAB_TOO_LONG.value


async def standing_at(bench: Bench, status: DropshipStatus) -> Order:
    order = await bench.desk.with_the_lab()
    async with bench.desk.shop.begin() as work:
        for part in await work.dropships.of_order(order.id):
            await work.dropships.save(replace(part, status=status))
        await work.commit()
    return order


async def looked_at_now(bench: Bench, order: Order) -> None:
    """As the poller does, without any news."""
    async with bench.desk.shop.begin() as work:
        for part in await work.dropships.of_order(order.id):
            await work.dropships.save(replace(part, checked_at=bench.desk.shop.clock.now()))
        await work.commit()


@pytest.mark.parametrize("status", [D.ON_HOLD, D.SUBMITTED])
async def test_what_is_not_begun_for_days_is_told(
    persistence: Persistence, status: DropshipStatus
) -> None:
    bench = bench_of(persistence)
    order = await standing_at(bench, status)
    bench.desk.shop.clock.advance(timedelta(days=2))
    await looked_at_now(bench, order)
    await bench.check()
    assert await bench.open_reasons(order) == []
    bench.desk.shop.clock.advance(timedelta(days=2))
    await looked_at_now(bench, order)
    await bench.check()
    assert await bench.open_reasons(order) == [TOLD, TOLD]
    assert (await bench.item(order, TOLD)).suggested_repair is Repair.POLL_DROPSHIP
    await standing_still(bench, order)
    await bench.check()
    assert await bench.open_reasons(order) == []


async def standing_still(bench: Bench, order: Order) -> None:
    """The lab has begun, which is the end of the matter."""
    async with bench.desk.shop.begin() as work:
        for part in await work.dropships.of_order(order.id):
            await work.dropships.save(replace(part, status=D.IN_PRODUCTION))
        await work.commit()


async def test_what_cannot_be_read_there_for_days_is_told(persistence: Persistence) -> None:
    bench = bench_of(persistence)
    order = await standing_at(bench, D.IN_PRODUCTION)
    bench.desk.shop.clock.advance(timedelta(days=4))
    await bench.check()
    assert await bench.open_reasons(order) == [TOLD, TOLD]
    await looked_at_now(bench, order)
    await bench.check()
    assert await bench.open_reasons(order) == []
