"""What the reconcilers keep, and what they find, is the same wherever the shop keeps its state."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from application.reconciliation.carry_out import CarryOut, Trouble
from application.reconciliation.check_three_ways import CheckThreeWays
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from application.reconciliation.ports import ListedLabOrder, Patience
from application.reconciliation.repair_attention import RepairAttention
from application.reconciliation.repairs import RetryDeadJob
from application.reconciliation.resolve_attention import ResolveAttention
from application.reconciliation.retry_job import RetryJob
from application.reconciliation.staff_ports import OrderSearch, StaffWork
from application.reconciliation.sweep_attention import SweepAttention
from application.shared.begin import Begin
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus
from domain.operations.attention import Attention
from domain.operations.job import JobIsNotDead, JobKind, JobNotFound, JobState, NewJob
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.payments.facts import FactKind, PaymentFact
from domain.reconciliation.attention_item import Resolution
from domain.reconciliation.mark import Mark
from domain.reconciliation.repair import (
    AttentionIsResolved,
    AttentionNotFound,
    NoRepairKnown,
    Repair,
    RepairNotConfirmed,
)
from domain.shared.money import Money
from tests.contract.persistence import Persistence, ShopWork
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order
from tests.contract.test_dropships import a_dropship

PATIENCE = Patience(production=timedelta(hours=1), hold=timedelta(days=1), limit=1000)
STAFF = uuid4()


class Noon:
    def now(self) -> datetime:
        return NOON


async def paid(
    persistence: Persistence, *, held: str | None = None, captured: int | None = None
) -> Order:
    """Paid the day before yesterday."""
    order = an_order(lines=1)
    at = NOON - timedelta(days=2)
    total = order.totals.total
    async with persistence.begin() as work:
        await work.orders.add(order)
        paid = replace(order, status=OrderStatus.PAID, paid_at=at, held_because=held)
        await work.orders.save(paid)
        await work.payment_facts.add(
            PaymentFact(
                order_id=order.id,
                kind=FactKind.SUCCEEDED,
                object_id=f"cs_{order.id}",
                amount=Money(captured or total.amount, total.currency),
                seen_at=at,
            )
        )
        await work.commit()
    return paid


async def with_print(persistence: Persistence, order: Order, status: DropshipStatus) -> Dropship:
    dropship = replace(a_dropship(order), status=status)
    async with persistence.begin() as work:
        await work.dropships.add(dropship)
        await work.commit()
    return dropship


def three_ways(begin: Begin[ShopWork]) -> CheckThreeWays:
    sweep = SweepAttention(
        marks=begin, begin=begin, close=CloseWhatIsGone(), clock=Noon(), orders_max=1000
    )
    return CheckThreeWays(
        begin=begin, begin_closing=begin, sweep=sweep, clock=Noon(), patience=PATIENCE
    )


async def check(persistence: Persistence) -> None:
    await three_ways(persistence.begin)()


async def open_reasons(persistence: Persistence, order_id: UUID) -> list[str]:
    async with persistence.begin(reading=True) as work:
        return sorted(await work.attention.open_reasons(order_id))


async def test_a_mark_is_kept(persistence: Persistence) -> None:
    name = f"list-{uuid4()}"
    async with persistence.begin() as work:
        fresh = await work.marks.get(name)
        assert fresh == Mark(name=name)
        await work.marks.save(fresh.begin(NOON).reached("evt_1"))
        await work.marks.save(fresh.begin(NOON).reached("evt_2"))
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert await work.marks.get(name) == Mark(name=name, until=NOON, cursor="evt_2")


async def test_a_paid_order_without_prints_is_told_until_it_has_them(
    persistence: Persistence,
) -> None:
    order = await paid(persistence)
    await check(persistence)
    assert await open_reasons(persistence, order.id) == ["paid_not_requested"]
    dropship = await with_print(persistence, order, DropshipStatus.PENDING)
    await check(persistence)
    assert await open_reasons(persistence, order.id) == ["paid_not_submitted"]
    async with persistence.begin() as work:
        submitted = replace(dropship, status=DropshipStatus.SUBMITTED, checked_at=NOON)
        await work.dropships.save(submitted)
        await work.commit()
    await check(persistence)
    assert await open_reasons(persistence, order.id) == []


async def test_a_print_of_an_order_that_was_refunded_is_told(persistence: Persistence) -> None:
    order = await paid(persistence)
    await with_print(persistence, order, DropshipStatus.IN_PRODUCTION)
    async with persistence.begin() as work:
        await work.orders.save(replace(order, status=OrderStatus.REFUNDED))
        await work.commit()
    await check(persistence)
    assert await open_reasons(persistence, order.id) == ["produced_unpaid"]


async def test_an_amount_that_differs_and_an_old_hold_are_told(persistence: Persistence) -> None:
    too_much = await paid(persistence, captured=10**6)
    held = await paid(persistence, held="amount_differs")
    for order in (too_much, held):
        await with_print(persistence, order, DropshipStatus.COMPLETE)
    await check(persistence)
    assert await open_reasons(persistence, too_much.id) == ["amount_differs_from_ledger"]
    assert await open_reasons(persistence, held.id) == ["held_too_long"]


async def test_a_payment_that_came_twice_and_went_back_once_is_in_order(
    persistence: Persistence,
) -> None:
    order = await paid(persistence)
    await with_print(persistence, order, DropshipStatus.COMPLETE)
    async with persistence.begin() as work:
        for kind, name in ((FactKind.SUCCEEDED, "cs_b"), (FactKind.REFUND_MADE, "re_b")):
            fact = PaymentFact(
                order_id=order.id,
                kind=kind,
                object_id=f"{name}_{order.id}",
                amount=order.totals.total,
                seen_at=NOON,
            )
            await work.payment_facts.add(fact)
        await work.commit()
    await check(persistence)
    assert await open_reasons(persistence, order.id) == []


async def test_money_for_an_order_that_is_not_marked_paid_is_told(
    persistence: Persistence,
) -> None:
    order = await paid(persistence)
    async with persistence.begin() as work:
        await work.orders.save(replace(order, status=OrderStatus.EXPIRED, paid_at=None))
        await work.commit()
    await check(persistence)
    assert await open_reasons(persistence, order.id) == ["paid_not_marked"]


async def item_of(persistence: Persistence, order: Order) -> int:
    async with persistence.begin(reading=True) as work:
        (item,) = await work.attention_list.of_order(order.id)
    return item.id


def repairing(persistence: Persistence, repairs: Mapping[Repair, CarryOut]) -> RepairAttention:
    return RepairAttention(
        begin=persistence.begin, repairs=repairs, close=CloseWhatIsGone(), clock=Noon()
    )


async def test_what_staff_dismiss_stays_closed_and_is_written_down(
    persistence: Persistence,
) -> None:
    order = await paid(persistence)
    await check(persistence)
    item_id = await item_of(persistence, order)
    resolve = ResolveAttention(begin=persistence.begin, clock=Noon())
    item = await resolve(item_id, STAFF, "made by hand")
    assert (item.resolution, item.note) == (Resolution.DISMISSED, "made by hand")
    await check(persistence)
    assert await open_reasons(persistence, order.id) == []
    with pytest.raises(AttentionIsResolved):
        await resolve(item_id, STAFF, "again")
    with pytest.raises(AttentionNotFound):
        await resolve(10**15, STAFF, "")
    async with persistence.begin(reading=True) as work:
        (action,) = await work.staff_actions.of(f"attention:{item_id}")
        (entry,) = await work.timeline.of(order.id)
    assert (action.actor_id, action.action) == (STAFF, "resolved")
    assert (entry.actor, entry.event) == ("staff", "staff_resolved")


async def test_a_repair_that_did_not_help_opens_the_item_again(persistence: Persistence) -> None:
    order = await paid(persistence)
    await check(persistence)
    asked = []

    async def request_prints(work: StaffWork, trouble: Trouble) -> None:
        asked.append(trouble.by)

    repair = repairing(persistence, {Repair.REQUEST_PRINTS: request_prints})
    item_id = await item_of(persistence, order)
    with pytest.raises(RepairNotConfirmed):
        await repair(item_id, STAFF, confirm=False)
    item = await repair(item_id, STAFF, confirm=True)
    assert (item.resolution, asked) == (Resolution.REPAIRED, [STAFF])
    await check(persistence)
    assert await open_reasons(persistence, order.id) == ["paid_not_requested"]
    nothing = repairing(persistence, {})
    with pytest.raises(NoRepairKnown):
        await nothing(item_id, STAFF, confirm=True)


async def a_dead_job(persistence: Persistence, order: Order) -> UUID:
    job = NewJob(
        kind=JobKind.SUBMIT_DROPSHIP,
        dedupe_key=f"dead-{uuid4()}",
        payload={"order_id": str(order.id)},
    )
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.jobs.add([job])
        await work.commit()
    job_id = await persistence.job_id(job.dedupe_key)
    lease = await persistence.queue.claim(job_id)
    assert lease is not None
    await persistence.queue.bury(lease, "no good")
    return job_id


async def test_a_dead_job_starts_again_with_all_its_attempts(persistence: Persistence) -> None:
    order = an_order()
    job_id = await a_dead_job(persistence, order)
    assert await open_reasons(persistence, order.id) == ["job_dead"]
    retry = RetryJob(begin=persistence.begin, clock=Noon())
    job = await retry(job_id, STAFF)
    assert (job.state, job.attempt, job.last_error) == (JobState.READY, 0, "no good")
    assert await open_reasons(persistence, order.id) == []
    with pytest.raises(JobIsNotDead):
        await retry(job_id, STAFF)
    with pytest.raises(JobNotFound):
        await retry(uuid4(), STAFF)
    lease = await persistence.queue.claim(job_id)
    assert lease is not None
    assert lease.attempt == 1
    # Dead once more, and nobody but the check tells.
    await persistence.queue.bury(lease, "still no good")
    await check(persistence)
    assert await open_reasons(persistence, order.id) == ["job_dead"]
    item_id = await item_of(persistence, order)
    repair = repairing(persistence, {Repair.RETRY_JOB: RetryDeadJob()})
    await repair(item_id, STAFF, confirm=True)
    async with persistence.begin(reading=True) as work:
        (shown,) = await work.job_register.of_order(order.id, 10)
    assert shown.state is JobState.READY


async def test_orders_are_found_by_status_hold_and_beginning(persistence: Persistence) -> None:
    order = await paid(persistence, held="currency_differs")
    at = replace(order, email=order.email)
    searches = (
        OrderSearch(query=order.number[:-1].lower() + order.number[-1]),
        OrderSearch(query=order.number, held=True),
        OrderSearch(query=order.number, status=OrderStatus.PAID),
    )
    async with persistence.begin(reading=True) as work:
        for search in searches:
            assert [each.id for each in await work.order_register.page(search, 1, 10)] == [at.id]
        for search in (
            OrderSearch(query=order.number, held=False),
            OrderSearch(query=order.number, status=OrderStatus.SHIPPED),
            OrderSearch(query="%" + order.number),
        ):
            assert await work.order_register.page(search, 1, 10) == []
        assert await work.order_register.get(order.id) == order


async def test_the_lab_knows_an_order_that_we_do_not(persistence: Persistence) -> None:
    order = await paid(persistence)
    dropship = await with_print(persistence, order, DropshipStatus.SUBMITTING)

    def listed(name: str, **told: str) -> ListedLabOrder:
        return ListedLabOrder(
            provider_order_id=name,
            merchant_reference=told.get("reference", "somebody else's"),
            order_id=told.get("order_id"),
            key=told.get("key"),
            created_at=None,
        )

    ours = listed(f"ord_1_{order.id}", key=dropship.idempotency_key)
    by_number = listed(f"ord_2_{order.id}", reference=f"{order.number}-1")
    by_id = listed(f"ord_3_{order.id}", order_id=str(order.id), key="unknown")
    foreign = listed(f"ord_4_{order.id}", order_id="not an id")
    async with persistence.begin(reading=True) as work:
        unknown = await work.lab_books.unknown([ours, by_number, by_id, foreign])
        assert unknown == [by_number, by_id, foreign]
        named = await work.lab_books.orders_of(unknown)
    assert {name: each.order_id for name, each in named.items()} == {
        by_number.provider_order_id: order.id,
        by_id.provider_order_id: order.id,
    }


async def test_the_same_item_is_listed_once_and_pages_are_whole(persistence: Persistence) -> None:
    at = datetime.now(UTC) + timedelta(days=9_000)
    for turn in (0, 0, 1, 2):
        item = Attention(
            reason="test", dedupe_key=f"{at.timestamp()}:{turn}", at=at + timedelta(days=turn)
        )
        async with persistence.begin() as work:
            await work.attention.add(item)
            await work.commit()
    async with persistence.begin(reading=True) as work:
        first = await work.attention_list.page(False, 1, 2)
        second = await work.attention_list.page(False, 2, 2)
    assert [item.at for item in first] == [at + timedelta(days=turn) for turn in (2, 1, 0)]
    assert second[0].at == at
