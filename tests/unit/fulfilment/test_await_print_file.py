"""A paid print waits for the file of its design as long as it takes, and is then made once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from application.fulfilment.cancel_order import CancelOrder
from application.fulfilment.reprint_line import ReprintLine
from application.fulfilment.resubmit_order import ResubmitOrder
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Unavailable
from domain.fulfilment.dropship import Dropship, DropshipCannotMove
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, JobState
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.reconciliation.repair import PRINT_FILE_LATE
from tests.contract.ordering import Final, Ordering, file_of
from tests.contract.staff_desk import wish
from tests.model.crashing_ports import CrashPlan, ProcessDied, crashing

D = DropshipStatus


async def waiting() -> tuple[Ordering, Final, Order]:
    """Paid, looked at, and still without its file."""
    ordering = Ordering()
    final = await ordering.final()
    order = await ordering.paid(final)
    await ordering.shop.work()
    return ordering, final, order


async def part_of(ordering: Ordering, order: Order) -> Dropship:
    [part] = await ordering.shop.parts(order.id)
    return part


async def saved(ordering: Ordering, order: Order) -> None:
    async with ordering.shop.begin() as work:
        await work.orders.save(order)
        await work.commit()


async def test_the_lab_hears_nothing_until_the_file_is_there_however_long_it_takes() -> None:
    ordering, final, order = await waiting()
    await ordering.shop.work(hours=100)
    part = await part_of(ordering, order)
    assert (part.status, part.request_body, part.tries) == (D.PENDING, b"", 0)
    assert not list(ordering.shop.lab.orders)
    [job] = ordering.shop.jobs(JobKind.SUBMIT_DROPSHIP)
    assert job.state is JobState.READY
    await ordering.made(final, told=False)
    await ordering.shop.work(hours=1)
    part = await part_of(ordering, order)
    assert part.status is D.SUBMITTED
    [made] = ordering.shop.lab.orders
    assert made.bodies == [part.request_body]
    assert file_of(final.render.begun()).asset_key in made.request["asset_url"]


async def test_whoever_makes_the_file_has_it_submitted_at_once() -> None:
    ordering, final, order = await waiting()
    await ordering.made(final)
    await ordering.shop.work()
    assert (await part_of(ordering, order)).status is D.SUBMITTED
    await ordering.shop.work(hours=2)
    assert [len(made.bodies) for made in ordering.shop.lab.orders] == [1]


async def test_staff_are_told_once_that_a_file_is_late_and_see_it_go() -> None:
    ordering, final, order = await waiting()
    await ordering.shop.work(hours=30)
    late = [item for item in ordering.shop.attention if item.reason == PRINT_FILE_LATE]
    assert [item.order_id for item in late] == [order.id]
    await ordering.made(final)
    await ordering.shop.work()
    async with ordering.shop.begin() as work:
        await work.orders.lock(order.id)
        await CloseWhatIsGone()(work, order.id, "system", ordering.shop.at())
        await work.commit()
    async with ordering.shop.begin(reading=True) as work:
        assert await work.attention.open_reasons(order.id) == []


async def test_a_render_that_failed_and_is_made_after_all_is_printed() -> None:
    ordering, final, order = await waiting()
    await ordering.failed(final)
    await ordering.shop.work(hours=5)
    assert (await part_of(ordering, order)).waits_for_file
    async with ordering.shop.begin() as work:
        [failed] = await work.renders.get_many([final.render.id])
        await work.renders.save(failed.asked_again(3))
        await work.commit()
    await ordering.made(final)
    await ordering.shop.work()
    assert (await part_of(ordering, order)).status is D.SUBMITTED


async def test_what_is_called_off_while_it_waits_is_never_made() -> None:
    ordering, final, order = await waiting()
    cancel = CancelOrder(
        begin=ordering.shop.begin, close_items=CloseWhatIsGone(), clock=ordering.shop.clock
    )
    await cancel(wish(order))
    assert (await ordering.shop.order(order.id)).status is OrderStatus.CANCELLED
    await ordering.made(final)
    await ordering.shop.work(hours=2)
    assert ordering.shop.lab.orders == ()
    assert (await part_of(ordering, order)).status is D.CANCELLED
    assert {job.state for job in ordering.shop.jobs(JobKind.SUBMIT_DROPSHIP)} == {JobState.DONE}


async def test_what_is_held_while_it_waits_is_made_once_it_is_let_go() -> None:
    ordering, final, order = await waiting()
    await saved(ordering, order.hold("disputed"))
    await ordering.made(final)
    await ordering.shop.work(hours=2)
    assert (await part_of(ordering, order)).waits_for_file
    assert ordering.shop.lab.orders == ()
    await saved(ordering, order)
    resubmit = ResubmitOrder(
        begin=ordering.shop.begin, close_items=CloseWhatIsGone(), clock=ordering.shop.clock
    )
    await resubmit(wish(order))
    await ordering.shop.work()
    assert (await part_of(ordering, order)).status is D.SUBMITTED


async def test_resubmitting_what_waits_makes_no_second_print() -> None:
    ordering, final, order = await waiting()
    resubmit = ResubmitOrder(
        begin=ordering.shop.begin, close_items=CloseWhatIsGone(), clock=ordering.shop.clock
    )
    await resubmit(wish(order))
    await ordering.shop.work()
    await ordering.made(final)
    await ordering.shop.work(hours=2)
    assert len(ordering.shop.lab.orders) == 1


async def test_a_reprint_of_a_design_bears_the_same_file_under_another_key() -> None:
    ordering, final, order = await waiting()
    await ordering.made(final)
    await ordering.shop.work()
    reprint = ReprintLine(
        begin=ordering.shop.begin,
        prints=ordering.shop.print_file.prints,
        close_items=CloseWhatIsGone(),
        clock=ordering.shop.clock,
    )
    await reprint(wish(order, 0, is_confirmed=True))
    await ordering.shop.work()
    first, second = ordering.shop.lab.orders
    assert first.request["key"] != second.request["key"]
    assert first.request["asset_url"].split("?")[0] == second.request["asset_url"].split("?")[0]


@pytest.mark.parametrize("trouble", [OutcomeUnknown("prodigi"), Unavailable("prodigi")], ids=repr)
async def test_every_try_after_the_wait_sends_the_same_bytes(trouble: OutsideTrouble) -> None:
    ordering, final, order = await waiting()
    for _ in range(3):
        ordering.shop.lab.trouble.after_effect(trouble)
    await ordering.made(final)
    await ordering.shop.work(hours=3)
    [made] = ordering.shop.lab.orders
    assert len(made.bodies) > 1
    assert set(made.bodies) == {(await part_of(ordering, order)).request_body}


async def test_what_was_frozen_once_is_frozen_for_ever() -> None:
    ordering, final, order = await waiting()
    await ordering.made(final)
    await ordering.shop.work()
    part = await part_of(ordering, order)
    with pytest.raises(DropshipCannotMove):
        part.frozen(b"other bytes")


Attempt = Callable[[Ordering, Order, CrashPlan], Awaitable[object]]


async def deaths(attempt: Attempt) -> AsyncIterator[tuple[Ordering, Final, Order, str]]:
    """A shop for each call of a submission whose file is there, just after it died there."""

    async def prepared() -> tuple[Ordering, Final, Order]:
        ordering, final, order = await waiting()
        await ordering.made(final)
        return ordering, final, order

    ordering, _, order = await prepared()
    whole = CrashPlan()
    await attempt(ordering, order, whole)
    for at in range(1, len(whole.calls) + 1):
        for after in (False, True):
            ordering, final, order = await prepared()
            with pytest.raises(ProcessDied) as death:
                await attempt(ordering, order, CrashPlan(at=at, after=after))
            yield ordering, final, order, str(death.value)


async def submitted(ordering: Ordering, order: Order, plan: CrashPlan) -> None:
    """By the job that whoever made the file wrote down."""
    part = await part_of(ordering, order)
    jobs = ordering.shop.jobs(JobKind.SUBMIT_DROPSHIP, JobState.READY)
    lease = await ordering.shop.persistence.queue.claim(jobs[-1].id)
    assert lease is not None
    assert part.waits_for_file
    handler = ordering.shop.run.handlers[JobKind.SUBMIT_DROPSHIP]
    await crashing(handler, plan)(lease)


async def test_a_submission_that_died_anywhere_makes_one_print_of_the_file() -> None:
    points = 0
    async for ordering, final, order, where in deaths(submitted):
        points += 1
        ordering.shop.clock.advance(timedelta(hours=1))
        await ordering.shop.work(hours=2)
        part = await part_of(ordering, order)
        assert part.status is D.SUBMITTED, where
        [made] = ordering.shop.lab.orders
        assert set(made.bodies) == {part.request_body}, where
        assert file_of(final.render.begun()).asset_key in made.request["asset_url"], where
        events = [entry.event for entry in await ordering.shop.timeline(order.id)]
        assert events.count("print_file_ready") == 1, where
    assert points >= 24
