"""Cancelling and submitting at the same moment: sent and then cancelled there, or never sent."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from application.fulfilment.submit_dropship import SubmitDropship
from application.shared.outcomes import Unavailable
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.lab_report import Submission
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from tests.contract.persistence import Persistence, until
from tests.contract.staff_desk import Desk, WatchedLab, at_once, desk_of, wish

D = DropshipStatus


@pytest.fixture
async def desk(persistence: Persistence) -> AsyncIterator[Desk]:
    """Leaves nothing to do for the workers of other tests with the same database."""
    desk = desk_of(persistence)
    yield desk
    await desk.shop.work()


async def test_an_order_cancelled_while_it_is_being_sent_is_cancelled_at_the_lab(
    desk: Desk,
) -> None:
    order = await desk.paid()

    async def cancelled() -> None:
        await desk.cancel(wish(order))

    desk.lab.meanwhile[str(order.id)] = cancelled
    await desk.until_statuses(order, D.CANCELLED)
    assert (await desk.shop.order(order.id)).status is OrderStatus.CANCELLED
    assert len(desk.made(order)) == 1
    assert {made.report.status for made in desk.made(order)} == {D.CANCELLED}


async def test_an_order_refunded_while_it_is_being_sent_is_cancelled_at_the_lab(
    desk: Desk,
) -> None:
    order = await desk.paid()

    async def refunded() -> None:
        async with desk.shop.begin() as work:
            locked = await work.orders.lock(order.id)
            await work.orders.save(locked.move_to(OrderStatus.REFUNDED))
            await work.commit()

    desk.lab.meanwhile[str(order.id)] = refunded
    await desk.until_statuses(order, D.CANCELLED)
    assert (await desk.shop.order(order.id)).status is OrderStatus.REFUNDED
    assert {made.report.status for made in desk.made(order)} == {D.CANCELLED}


async def test_an_order_refunded_after_it_was_sent_is_cancelled_at_the_lab_when_staff_ask(
    desk: Desk,
) -> None:
    order = await desk.with_the_lab()
    async with desk.shop.begin() as work:
        locked = await work.orders.lock(order.id)
        await work.orders.save(locked.move_to(OrderStatus.REFUNDED))
        await work.commit()
    await desk.cancel(wish(order))
    await desk.until_statuses(order, D.CANCELLED)
    assert (await desk.shop.order(order.id)).status is OrderStatus.REFUNDED
    assert {made.report.status for made in desk.made(order)} == {D.CANCELLED}


async def is_cancelled(desk: Desk, order: Order) -> bool | None:
    await desk.shop.work()
    return (await desk.shop.order(order.id)).status is OrderStatus.CANCELLED or None


async def test_workers_and_staff_at_once_never_leave_a_cancelled_order_in_production(
    persistence: Persistence,
) -> None:
    for _ in range(8):
        desk = desk_of(persistence)
        order = await desk.paid()
        workers = [desk.shop.run.oldest_overdue(timedelta()) for _ in range(3)]
        await at_once(workers[0], desk.cancel(wish(order)), *workers[1:])
        await desk.until_statuses(order, D.CANCELLED)
        await until(persistence, partial(is_cancelled, desk, order))
        assert {made.report.status for made in desk.made(order)} <= {D.CANCELLED}


async def test_a_worker_that_overslept_takes_nothing_back_that_another_has_tried(
    desk: Desk,
) -> None:
    """Its own call never left, but whoever took the job over meanwhile may have reached the lab."""
    order = await desk.paid()

    class DeadLine(WatchedLab):
        async def submit(self, request_body: bytes) -> Submission:
            part = await part_of(desk, request_body)
            async with desk.shop.begin() as work:
                taken_over = await work.dropships.lock(part.id)
                await work.dropships.save(taken_over.begin_submitting())
                await work.commit()
            raise Unavailable("prodigi", "ConnectError")

    submit = SubmitDropship(
        begin=desk.shop.begin,
        lab=DeadLine(),
        print_file=desk.shop.print_file,
        clock=desk.shop.clock,
    )
    [part, _] = await desk.shop.parts(order.id)
    job_id = await desk.shop.persistence.job_id(f"submit:{part.idempotency_key}")
    lease = await desk.shop.persistence.queue.claim(job_id)
    assert lease is not None
    with pytest.raises(Unavailable):
        await submit(lease)
    [part, _] = await desk.shop.parts(order.id)
    assert (part.status, part.tries) == (D.SUBMITTING, 2)
    await desk.until_statuses(order, D.SUBMITTED)


async def part_of(desk: Desk, request_body: bytes) -> Dropship:
    order_id = UUID(json.loads(request_body)["order_id"])
    parts = await desk.shop.parts(order_id)
    return next(part for part in parts if part.request_body == request_body)
