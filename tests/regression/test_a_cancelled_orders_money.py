"""A cancelled order kept the buyer's money, and staff's list knew no way to give it back."""

from collections.abc import AsyncIterator

import pytest

from application.reconciliation.resolve_attention import ResolveAttention
from application.shared.outcomes import Rejected
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.reconciliation.attention_item import Resolution
from domain.reconciliation.repair import Repair
from tests.contract.persistence import Persistence, until
from tests.contract.repair_bench import Bench, bench_of
from tests.contract.staff_desk import wish

NOT_REFUNDED = "cancelled_but_not_refunded"


@pytest.fixture
async def bench(persistence: Persistence) -> AsyncIterator[Bench]:
    bench = bench_of(persistence)
    yield bench
    await bench.desk.shop.work()


async def cancelled(bench: Bench) -> Order:
    order = await bench.desk.paid()
    await bench.desk.cancel(wish(order))
    return order


async def worked_until_refunds_are(bench: Bench, order: Order, state: str) -> None:
    async def are_there() -> bool | None:
        await bench.desk.shop.work()
        async with bench.desk.shop.begin(reading=True) as work:
            refunds = await work.refunds.of_order(order.id)
        return True if {refund.state.value for refund in refunds} == {state} else None

    await until(bench.desk.shop.persistence, are_there)


async def test_its_item_gives_all_of_it_back_once(bench: Bench) -> None:
    order = await cancelled(bench)
    await bench.check()
    item = await bench.item(order, NOT_REFUNDED)
    assert (item.is_open, item.suggested_repair) == (True, Repair.REFUND)
    repaired = await bench.repair(item.id, bench.staff, True)
    assert repaired.resolution is Resolution.REPAIRED
    await bench.check()
    assert await bench.open_reasons(order) == []
    await worked_until_refunds_are(bench, order, "made")
    assert [amount for _, amount in await bench.refunds(order)] == [order.totals.total.amount]
    assert (await bench.desk.shop.order(order.id)).status is OrderStatus.REFUNDED
    await bench.check()
    assert await bench.open_reasons(order) == []


async def test_it_opens_again_when_the_refund_is_refused(bench: Bench) -> None:
    order = await cancelled(bench)
    await bench.refund(order)
    assert await bench.open_reasons(order) == []
    bench.desk.shop.gateway.trouble.before_effect(Rejected("stripe", "no"))
    await worked_until_refunds_are(bench, order, "refused")
    await bench.check()
    assert await bench.open_reasons(order) == [NOT_REFUNDED, "refund_refused"]


async def test_what_staff_mean_to_keep_is_asked_about_no_more(bench: Bench) -> None:
    order = await cancelled(bench)
    item = await bench.item(order, NOT_REFUNDED)
    shop = bench.desk.shop
    resolve = ResolveAttention(begin=shop.begin, clock=shop.clock)
    await resolve(item.id, bench.staff, "A fee was agreed upon.")
    await bench.check()
    assert await bench.open_reasons(order) == []
