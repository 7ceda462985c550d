"""Whichever call of a repair was the last of its process: asked again, its effect is there once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.reconciliation.attention_item import AttentionItem, Resolution
from domain.shared.money import Money
from tests.contract.persistence import InMemory
from tests.contract.repair_bench import Bench, bench_of
from tests.model.crashing_ports import CrashPlan, ProcessDied, crashing

Prepared = tuple[Bench, Order, AttentionItem]


def fresh() -> Bench:
    return bench_of(InMemory(MemoryStore(), MemoryClock()))


async def held() -> Prepared:
    bench = fresh()
    order = await bench.desk.paid(amount=Money(1, "GBP"))
    return bench, order, await bench.item(order, "amount_differs")


async def foreign() -> Prepared:
    bench = fresh()
    order = await bench.desk.paid(amount=Money(5_000, "EUR"))
    return bench, order, await bench.item(order, "currency_differs")


async def cancelled_there() -> Prepared:
    bench = fresh()
    order = await bench.desk.with_the_lab()
    part = (await bench.desk.shop.parts(order.id))[0]
    async with bench.desk.shop.begin() as work:
        await work.dropships.save(part.cancelled())
        await work.commit()
    return bench, order, await bench.note(order, "cancelled_at_lab", dropshipId=str(part.id))


async def over() -> Prepared:
    bench = fresh()
    order = await bench.desk.with_the_lab()
    async with bench.desk.shop.begin() as work:
        await work.orders.save(replace(order, status=OrderStatus.REFUNDED))
        await work.commit()
    part = (await bench.desk.shop.parts(order.id))[0]
    return bench, order, await bench.note(order, "produced_unpaid", dropshipId=str(part.id))


async def effect(bench: Bench, order: Order) -> list[object]:
    """What there is of jobs, prints, refunds and rows of the timeline."""
    told = await bench.desk.events(order)
    parts = await bench.desk.shop.parts(order.id)
    jobs = sorted(job.kind for job in bench.desk.shop.persistence.store.table("jobs"))  # type: ignore[attr-defined]
    return [
        told,
        sorted((part.fulfilment_no, part.status, part.cancellation or "") for part in parts),
        [amount for _, amount in await bench.refunds(order)],
        jobs,
        await bench.open_reasons(order),
    ]


@pytest.mark.parametrize("prepare", [held, foreign, cancelled_there, over])
async def test_a_repair_that_died_anywhere_is_done_once_when_asked_again(
    prepare: Callable[[], Awaitable[Prepared]],
) -> None:
    bench, order, item = await prepare()
    before, whole = await effect(bench, order), CrashPlan()
    await crashing(bench.repair_once, whole)(item.id, uuid4(), True)
    done = await effect(bench, order)
    assert done != before
    for at in range(1, len(whole.calls) + 1):
        for after in (False, True):
            bench, order, item = await prepare()
            plan = CrashPlan(at=at, after=after)
            with pytest.raises(ProcessDied):
                await crashing(bench.repair_once, plan)(item.id, uuid4(), True)
            died_at = f"{plan.calls[-1]} {after}"
            kept = await effect(bench, order)
            assert kept in (before, done), died_at
            assert (kept == done) is (plan.calls[-1] == "work.commit" and after), died_at
            if kept == before:
                closed = await bench.repair(item.id, bench.staff, True)
                assert closed.resolution is Resolution.REPAIRED, died_at
            assert await effect(bench, order) == done, died_at
