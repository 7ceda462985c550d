"""What staff do to an order's prints happens once, is told, and makes no print by accident."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from application.shared.outcomes import Rejected
from domain.fulfilment.refusals import (
    NothingToCancel,
    NothingToResubmit,
    OrderLineNotFound,
    OrderNotHeld,
    OrderNotProducible,
    PrintUnderWay,
    ReasonMissing,
)
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.shared.money import Money
from tests.contract.persistence import Persistence, until
from tests.contract.sample_order import an_order
from tests.contract.staff_desk import Desk, desk_of, request, wish

D = DropshipStatus


@pytest.fixture
async def desk(persistence: Persistence) -> AsyncIterator[Desk]:
    """Leaves nothing to do for the workers of other tests with the same database."""
    desk = desk_of(persistence)
    yield desk
    await desk.shop.work()


async def changed(desk: Desk, order: Order) -> Order:
    async with desk.shop.begin() as work:
        await work.orders.save(order)
        await work.commit()
    return order


async def test_an_order_held_from_the_start_is_printed_and_confirmed_once_released(
    desk: Desk,
) -> None:
    order = await desk.paid(amount=Money(1, "GBP"))
    assert order.held_because == "amount_differs"
    assert await desk.shop.parts(order.id) == []
    asked = wish(order, request=request())
    answers = [await desk.release(asked), await desk.release(asked)]
    assert answers[0] == answers[1]
    assert [state.status for state in answers[0].prints] == ["pending", "pending"]
    await desk.until_statuses(order, D.SUBMITTED)
    assert [len(made.bodies) for made in desk.made(order)] == [1, 1]
    assert (await desk.events(order)).count("hold_released") == 1
    with pytest.raises(OrderNotHeld):
        await desk.release(wish(order))


async def test_what_was_withheld_is_sent_when_its_order_is_released(desk: Desk) -> None:
    order = await desk.paid()
    await changed(desk, order.hold("disputed"))

    async def are_withheld() -> bool | None:
        await desk.shop.work()
        return (await desk.events(order)).count("production_withheld") == 2 or None

    await until(desk.shop.persistence, are_withheld)
    assert await desk.statuses(order) == {D.PENDING}
    with pytest.raises(OrderNotProducible):
        await desk.resubmit(wish(order))
    await desk.release(wish(order))
    await desk.until_statuses(order, D.SUBMITTED)
    assert len(desk.made(order)) == 2


async def test_what_the_lab_refused_is_sent_again_with_the_same_bytes(desk: Desk) -> None:
    order = await desk.paid()
    bytes_meant = {part.request_body for part in await desk.shop.parts(order.id)}
    for _ in order.lines:
        desk.lab.trouble.before_effect(Rejected("prodigi", "recipient.address.line1: TooLong"))
    await desk.until_statuses(order, D.FAILED)
    await desk.resubmit(wish(order))
    assert await desk.statuses(order) == {D.PENDING}
    await desk.until_statuses(order, D.SUBMITTED)
    assert {body for made in desk.made(order) for body in made.bodies} == bytes_meant
    with pytest.raises(NothingToResubmit):
        await desk.resubmit(wish(order))


async def test_a_print_whose_job_has_died_is_sent_again(desk: Desk) -> None:
    order = await desk.paid()
    queue = desk.shop.persistence.queue
    for part in await desk.shop.parts(order.id):
        job_id = await desk.shop.persistence.job_id(f"submit:{part.idempotency_key}")
        lease = await queue.claim(job_id)
        assert lease is not None
        await queue.bury(lease, "It killed every worker.")
    await desk.shop.work()
    assert await desk.statuses(order) == {D.PENDING}
    await desk.resubmit(wish(order, line=0))
    await desk.until_statuses(order, D.SUBMITTED, D.PENDING)
    assert len(desk.made(order)) == 1


async def test_what_the_lab_holds_is_asked_for_again_and_never_made_twice(desk: Desk) -> None:
    order = await desk.with_the_lab()
    for part in await desk.shop.parts(order.id):
        async with desk.shop.begin() as work:
            await work.dropships.save(replace(part, status=D.ON_HOLD))
            await work.commit()
    await desk.resubmit(wish(order))
    await desk.until_statuses(order, D.SUBMITTED)
    assert [len(set(made.bodies)) for made in desk.made(order)] == [1, 1]


async def test_a_reprint_takes_the_next_number_and_new_bytes(desk: Desk) -> None:
    order = await desk.with_the_lab()
    with pytest.raises(PrintUnderWay):
        await desk.reprint(wish(order, line=0))
    for part in await desk.shop.parts(order.id):
        async with desk.shop.begin() as work:
            await work.dropships.save(replace(part, status=D.COMPLETE))
            await work.commit()
    await changed(desk, replace(await desk.shop.order(order.id), status=OrderStatus.DELIVERED))
    asked = wish(order, line=0, request=request())
    assert await desk.reprint(asked) == await desk.reprint(asked)
    await desk.until_statuses(order, D.COMPLETE, D.SUBMITTED)
    parts = [part for part in await desk.shop.parts(order.id) if part.line_id == order.lines[0].id]
    assert sorted(part.fulfilment_no for part in parts) == [1, 2]
    assert len({part.idempotency_key for part in parts}) == 2
    assert len({part.request_body for part in parts}) == 2
    assert len(desk.made(order)) == 3
    assert (await desk.shop.order(order.id)).status is OrderStatus.DELIVERED


async def test_two_are_made_only_of_a_line_for_which_that_is_confirmed(desk: Desk) -> None:
    order = await desk.with_the_lab()
    await desk.reprint(wish(order, line=1, is_confirmed=True))
    await desk.until_statuses(order, D.SUBMITTED)
    assert len(desk.made(order)) == 3


async def test_a_print_that_failed_at_the_lab_is_cancelled_there_when_it_is_printed_again(
    desk: Desk,
) -> None:
    order = await desk.with_the_lab()
    [first, second] = await desk.shop.parts(order.id)
    async with desk.shop.begin() as work:
        await work.dropships.save(replace(first, status=D.FAILED))
        await work.commit()
    place = [line.id for line in order.lines].index(first.line_id)
    await desk.reprint(wish(order, line=place))
    await desk.until_statuses(order, D.CANCELLED, D.SUBMITTED)
    report = await desk.lab.report(first.provider_order_id or "")
    assert report is not None
    assert report.status is D.CANCELLED
    assert (await desk.shop.order(order.id)).status is OrderStatus.PAID
    assert second.status is D.SUBMITTED


async def test_an_order_cancelled_before_it_is_sent_is_never_sent(desk: Desk) -> None:
    order = await desk.paid()
    answer = await desk.cancel(wish(order))
    assert answer.status == "cancelled"
    assert {state.status for state in answer.prints} == {"cancelled"}
    await desk.shop.work()
    assert desk.made(order) == []
    details = await desk.shop.persistence.attention_of(f"cancelled-but-not-refunded:{order.id}")
    assert details is not None
    with pytest.raises(NothingToCancel):
        await desk.cancel(wish(order))
    with pytest.raises(OrderNotProducible):
        await desk.reprint(wish(order, line=0))


async def test_an_order_with_the_lab_is_cancelled_by_the_lab(desk: Desk) -> None:
    order = await desk.with_the_lab()
    answer = await desk.cancel(wish(order))
    assert answer.status == "paid"
    assert {state.cancellation for state in answer.prints} == {"asked"}
    await desk.until_statuses(order, D.CANCELLED)
    assert (await desk.shop.order(order.id)).status is OrderStatus.CANCELLED
    assert {made.report.status for made in desk.made(order)} == {D.CANCELLED}


async def test_what_the_lab_does_not_cancel_any_more_is_told_and_goes_on(desk: Desk) -> None:
    order = await desk.with_the_lab()
    for made in desk.made(order):
        desk.lab.advance(made.report.provider_order_id, D.IN_PRODUCTION)
    await desk.cancel(wish(order))

    async def are_refused() -> bool | None:
        await desk.shop.work()
        return (await desk.events(order)).count("cancel_refused_by_lab") == 2 or None

    await until(desk.shop.persistence, are_refused)
    for part in await desk.shop.parts(order.id):
        told = await desk.shop.persistence.attention_of(f"cancel-refused:{part.idempotency_key}")
        assert told is not None
        assert told["said"] == "FailedToCancel"
    assert (await desk.shop.order(order.id)).status is OrderStatus.PAID
    assert await desk.statuses(order) == {D.SUBMITTED}


async def test_nothing_is_done_without_a_reason_or_to_what_is_not_there(desk: Desk) -> None:
    order = await desk.paid()
    for act in (desk.cancel, desk.release, desk.resubmit, desk.reprint):
        with pytest.raises(ReasonMissing):
            await act(replace(wish(order), reason="  "))
    with pytest.raises(OrderLineNotFound):
        await desk.reprint(replace(wish(order), line_id=an_order().lines[0].id))
    draft = (await desk.shop.check_out()).order
    with pytest.raises(NothingToCancel):
        await desk.cancel(wish(draft))
    with pytest.raises(OrderNotProducible):
        await desk.reprint(wish(draft, line=0))
    desk.shop.clock.advance(timedelta(seconds=1))
    assert await desk.statuses(order) == {D.PENDING}
