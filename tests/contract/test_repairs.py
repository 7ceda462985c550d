"""What an attention item suggests is carried out once, however often and whoever asks for it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.fulfilment.refusals import HoldNotReleasable, OrderNotProducible
from domain.fulfilment.status import DropshipStatus
from domain.operations.attention import Attention
from domain.operations.job import JobKind
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.payments.facts import FactKind, PaymentFact
from domain.payments.refund import RefundState
from domain.reconciliation.attention_item import Resolution
from domain.reconciliation.repair import AttentionIsResolved, NoRepairKnown
from domain.shared.money import Money
from tests.contract.persistence import Persistence
from tests.contract.repair_bench import Bench, bench_of
from tests.contract.staff_desk import at_once, wish

D = DropshipStatus


@pytest.fixture
async def bench(persistence: Persistence) -> AsyncIterator[Bench]:
    """Leaves nothing to do for the workers of other tests with the same database."""
    bench = bench_of(persistence)
    yield bench
    await bench.desk.shop.work()


async def saved(bench: Bench, order: Order) -> Order:
    async with bench.desk.shop.begin() as work:
        await work.orders.save(order)
        await work.commit()
    return order


async def twice_at_once(bench: Bench, item_id: int) -> None:
    """Two members of staff; one does it, the other hears that it is done."""
    first, second = sorted(
        await at_once(
            bench.repair(item_id, bench.staff, True), bench.repair(item_id, uuid4(), True)
        ),
        key=lambda answer: isinstance(answer, Exception),
    )
    assert getattr(first, "resolution", first) is Resolution.REPAIRED
    assert isinstance(second, AttentionIsResolved)


async def test_a_held_order_is_released_once_and_its_amount_accepted_for_ever(
    bench: Bench,
) -> None:
    order = await bench.desk.paid(amount=Money(1, "GBP"))
    item = await bench.item(order, "amount_differs")
    await twice_at_once(bench, item.id)
    assert (await bench.desk.events(order)).count("hold_released") == 1
    assert await bench.open_reasons(order) == []
    await bench.desk.until_statuses(order, D.SUBMITTED)
    assert len(bench.desk.made(order)) == 2
    await bench.check()
    assert await bench.open_reasons(order) == []
    async with bench.desk.shop.begin() as work:
        fact = PaymentFact(
            order_id=order.id,
            kind=FactKind.SUCCEEDED,
            object_id=f"cs_{uuid4()}",
            amount=Money(7, "GBP"),
            seen_at=bench.desk.shop.clock.now(),
            payment_intent_id=f"pi_{uuid4()}",
        )
        await work.payment_facts.add(fact)
        await work.commit()
    await bench.check()
    assert await bench.open_reasons(order) == ["amount_differs_from_ledger"]


async def test_a_surplus_payment_goes_back_and_the_order_is_made(bench: Bench) -> None:
    order = await bench.desk.paid()
    surplus = f"pi_{uuid4()}"
    async with bench.desk.shop.begin() as work:
        fact = PaymentFact(
            order_id=order.id,
            kind=FactKind.SUCCEEDED,
            object_id=f"cs_{uuid4()}",
            amount=order.totals.total,
            seen_at=bench.desk.shop.clock.now(),
            payment_intent_id=surplus,
        )
        await work.payment_facts.add(fact)
        await work.commit()
    await bench.check()
    item = await bench.item(order, "amount_differs_from_ledger")
    await twice_at_once(bench, item.id)
    assert await bench.refunds(order) == [(surplus, order.totals.total.amount)]
    assert (await bench.desk.shop.order(order.id)).may_be_produced


async def test_a_payment_in_a_foreign_currency_goes_back_and_nothing_is_made(
    bench: Bench,
) -> None:
    order = await bench.desk.paid(amount=Money(5_000, "EUR"))
    item = await bench.item(order, "currency_differs")
    await twice_at_once(bench, item.id)
    assert [amount for _, amount in await bench.refunds(order)] == [5_000]
    assert await bench.desk.shop.parts(order.id) == []
    assert await bench.open_reasons(order) == []


async def test_what_the_lab_cancelled_is_printed_again_once(bench: Bench) -> None:
    order = await bench.desk.with_the_lab()
    part = (await bench.desk.shop.parts(order.id))[0]
    async with bench.desk.shop.begin() as work:
        await work.dropships.save(part.cancelled())
        await work.commit()
    item = await bench.note(order, "cancelled_at_lab", dropshipId=str(part.id))
    await twice_at_once(bench, item.id)
    again = [each for each in await bench.desk.shop.parts(order.id) if each.fulfilment_no == 2]
    assert [each.line_id for each in again] == [part.line_id]


async def test_prints_of_a_refunded_order_are_cancelled_at_the_lab(bench: Bench) -> None:
    order = await bench.desk.with_the_lab()
    refunded = await saved(bench, replace(order, status=OrderStatus.REFUNDED))
    await bench.check()
    assert await bench.open_reasons(refunded) == ["produced_unpaid", "produced_unpaid"]
    item = await bench.item(refunded, "produced_unpaid")
    await twice_at_once(bench, item.id)
    # The other print's item has gone with it, and is not opened again while the lab is asked.
    assert await bench.open_reasons(refunded) == []
    await bench.check()
    assert await bench.open_reasons(refunded) == []
    await bench.desk.until_statuses(refunded, D.CANCELLED)


async def test_a_print_of_an_order_that_is_paid_after_all_is_not_cancelled(bench: Bench) -> None:
    order = await bench.desk.with_the_lab()
    part = (await bench.desk.shop.parts(order.id))[0]
    item = await bench.note(order, "produced_unpaid", dropshipId=str(part.id))
    closed = await bench.repair(item.id, bench.staff, True)
    assert closed.resolution is Resolution.GONE
    assert "cancel_asked" not in await bench.desk.events(order)
    assert (await bench.desk.events(order)).count("attention_closed") == 1


@pytest.mark.parametrize("status", [OrderStatus.REFUNDED, OrderStatus.CANCELLED])
async def test_nothing_is_printed_again_for_an_order_that_is_over(
    bench: Bench, status: OrderStatus
) -> None:
    order = await bench.desk.with_the_lab()
    part = (await bench.desk.shop.parts(order.id))[0]
    async with bench.desk.shop.begin() as work:
        await work.dropships.save(part.cancelled())
        await work.commit()
    item = await bench.note(order, "cancelled_at_lab", dropshipId=str(part.id))
    await saved(bench, replace(order, status=status))
    assert (await bench.repair(item.id, bench.staff, True)).resolution is Resolution.GONE
    assert len(await bench.desk.shop.parts(order.id)) == 2


async def test_a_repair_that_is_refused_leaves_its_item_open(bench: Bench) -> None:
    order = await bench.desk.with_the_lab()
    part = (await bench.desk.shop.parts(order.id))[0]
    async with bench.desk.shop.begin() as work:
        await work.dropships.save(part.cancelled())
        await work.commit()
    item = await bench.note(order, "cancelled_at_lab", dropshipId=str(part.id))
    await saved(bench, order.hold("disputed"))
    with pytest.raises(OrderNotProducible):
        await bench.repair(item.id, bench.staff, True)
    assert await bench.open_reasons(order) == ["cancelled_at_lab"]
    assert "staff_repaired" not in await bench.desk.events(order)


async def test_what_is_held_for_a_dispute_or_a_refund_is_never_released(bench: Bench) -> None:
    order = await bench.desk.paid()
    for hold in ("disputed", "refund_intended", "person_erased"):
        await saved(bench, order.hold(hold))
        item = await bench.note(order, "held_too_long", heldBecause=hold)
        assert item.suggested_repair is None
        with pytest.raises(NoRepairKnown):
            await bench.repair(item.id, bench.staff, True)


async def test_what_goes_back_or_belongs_to_nobody_is_not_released_by_its_route_either(
    bench: Bench,
) -> None:
    order = await bench.desk.paid()
    for hold in ("refund_intended", "person_erased"):
        await saved(bench, order.hold(hold))
        with pytest.raises(HoldNotReleasable):
            await bench.desk.release(wish(order))
    foreign = await bench.desk.paid(amount=Money(5_000, "EUR"))
    await bench.refund(foreign)
    with pytest.raises(HoldNotReleasable):
        await bench.desk.release(wish(foreign))
    assert await bench.desk.shop.parts(foreign.id) == []


async def test_a_print_that_never_got_to_the_lab_is_not_said_to_be_looked_after(
    bench: Bench,
) -> None:
    order = await bench.desk.paid()
    await bench.desk.shop.work()
    part = replace((await bench.desk.shop.parts(order.id))[0])
    async with bench.desk.shop.begin() as work:
        lost = replace(part, provider_order_id=None, status=D.FAILED, problem="sku.Unknown")
        await work.dropships.save(lost)
        await work.commit()
    item = await bench.note(order, "lab_problem", dropshipId=str(part.id), problem="sku.Unknown")
    with pytest.raises(NoRepairKnown):
        await bench.repair(item.id, bench.staff, True)
    await bench.desk.resubmit(wish(order, [line.id for line in order.lines].index(part.line_id)))
    assert await bench.open_reasons(order) == []


async def test_what_opens_again_within_one_tick_of_the_clock_is_asked_about_again(
    bench: Bench,
) -> None:
    order = await bench.desk.with_the_lab()
    part = (await bench.desk.shop.parts(order.id))[0]
    async with bench.desk.shop.begin() as work:
        await work.dropships.save(replace(part, status=D.FAILED, problem="No picture."))
        await work.commit()
    told = Attention(
        reason="lab_problem",
        dedupe_key=f"lab-problem:{part.id}",
        at=bench.desk.shop.clock.now(),
        order_id=order.id,
        details={"dropshipId": str(part.id), "problem": "No picture."},
    )

    async def asked() -> int:
        async with bench.desk.shop.begin(reading=True) as work:
            jobs = await work.job_register.of_order(order.id, 100)
        return sum(job.kind == JobKind.FOLLOW_DROPSHIP for job in jobs)

    before = await asked()
    for times in (1, 2):
        async with bench.desk.shop.begin() as work:
            await work.attention.report(told)
            await work.commit()
        await bench.repair((await bench.item(order, told.reason)).id, bench.staff, True)
        assert await asked() == before + times


async def test_a_trouble_that_has_gone_closes_its_item_and_the_timeline_says_why(
    bench: Bench,
) -> None:
    order = await bench.desk.with_the_lab()
    part = (await bench.desk.shop.parts(order.id))[0]
    item = await bench.note(order, "lab_problem", dropshipId=str(part.id), problem="away")
    bench.desk.shop.clock.advance(timedelta(seconds=1))
    await bench.check()
    assert (await bench.item(order, item.reason)).resolution is Resolution.GONE
    [told] = [
        entry
        for entry in await bench.desk.shop.timeline(order.id)
        if entry.event == "attention_closed"
    ]
    assert told.why == "The lab does not report it any more."


async def test_a_refund_by_staff_closes_what_waited_for_it(bench: Bench) -> None:
    order = await bench.desk.paid()
    await bench.desk.cancel(wish(order))
    assert await bench.open_reasons(order) == ["cancelled_but_not_refunded"]
    async with bench.desk.shop.begin(reading=True) as work:
        facts = await work.payment_facts.of(order.id)
    assert facts
    await bench.refund(order)
    assert await bench.open_reasons(order) == []
    async with bench.desk.shop.begin(reading=True) as work:
        [refund] = await work.refunds.of_order(order.id)
    assert refund.state is RefundState.INTENDED
