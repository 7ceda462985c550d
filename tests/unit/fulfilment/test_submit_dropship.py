"""A part is handed to the lab once, however often and in whatever trouble it is tried."""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.shared.outcomes import OutcomeUnknown, OutsideTrouble, Rejected, Unavailable
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, JobState
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from tests.unit.checkout.shop import Shop

TROUBLES = [OutcomeUnknown("prodigi", "reset"), Unavailable("prodigi", "503")]


async def paid_but_not_submitted(shop: Shop) -> Order:
    checkout = await shop.check_out()
    shop.gateway.money_arrives(checkout.session.session_id or "")
    await shop.deliver("checkout.session.completed", checkout.session.session_id or "")
    assert await shop.run.oldest_overdue(timedelta())
    order = await shop.order(checkout.order.id)
    assert order.status is OrderStatus.PAID
    return order


async def save(shop: Shop, order: Order) -> None:
    async with shop.begin() as work:
        await work.orders.save(order)
        await work.commit()


@pytest.mark.parametrize("trouble", TROUBLES, ids=repr)
@pytest.mark.parametrize("happened", [True, False], ids=["it happened", "nothing happened"])
async def test_every_try_sends_the_same_bytes_and_makes_one_order(
    *, trouble: OutsideTrouble, happened: bool
) -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    intended = {part.request_body for part in await shop.parts(order.id)}
    plan = shop.lab.trouble.after_effect if happened else shop.lab.trouble.before_effect
    for _ in range(7):
        plan(trouble)
    await shop.work(hours=12)
    assert {part.status for part in await shop.parts(order.id)} == {DropshipStatus.SUBMITTED}
    assert len(shop.lab.orders) == len(order.lines)
    assert {body for made in shop.lab.orders for body in made.bodies} == intended
    assert {part.request_body for part in await shop.parts(order.id)} == intended


async def test_a_crash_after_the_labs_effect_is_mended_by_asking_again() -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    shop.lab.trouble.after_effect(OutcomeUnknown("prodigi", "killed"))
    shop.lab.trouble.after_effect(OutcomeUnknown("prodigi", "killed"))
    await shop.work()
    assert {part.status for part in await shop.parts(order.id)} == {DropshipStatus.SUBMITTING}
    # The lab went on meanwhile, so the answer to the repeat shows a later state than it would have.
    for made in shop.lab.orders:
        shop.lab.advance(made.report.provider_order_id, DropshipStatus.IN_PRODUCTION)
    await shop.work(hours=2)
    assert [len(made.bodies) for made in shop.lab.orders] == [2, 2]
    assert all(part.provider_order_id for part in await shop.parts(order.id))


async def test_a_refusal_fails_the_part_tells_staff_and_is_not_tried_again() -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    shop.lab.trouble.before_effect(Rejected("prodigi", "order.items.sku.Unknown"))
    await shop.work(hours=12)
    parts = await shop.parts(order.id)
    assert sorted(part.status for part in parts) == [
        DropshipStatus.FAILED,
        DropshipStatus.SUBMITTED,
    ]
    assert [item.reason for item in shop.attention] == ["lab_problem"]
    assert len(shop.lab.orders) == 1
    assert "refused_by_lab" in [entry.event for entry in await shop.timeline(order.id)]


async def test_a_held_order_waits() -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    await save(shop, order.hold("disputed"))
    await shop.work(hours=12)
    assert shop.lab.orders == ()
    assert {part.status for part in await shop.parts(order.id)} == {DropshipStatus.PENDING}
    withheld = [
        entry.why for entry in await shop.timeline(order.id) if entry.event == "production_withheld"
    ]
    assert withheld == ["disputed", "disputed"]


@pytest.mark.parametrize("status", [OrderStatus.REFUNDED, OrderStatus.CANCELLED])
async def test_an_order_that_is_over_is_never_submitted(status: OrderStatus) -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    await save(shop, replace(order, status=status))
    await shop.work(hours=12)
    assert shop.lab.orders == ()
    assert {part.status for part in await shop.parts(order.id)} == {DropshipStatus.CANCELLED}


async def test_what_may_have_reached_the_lab_is_asked_for_even_if_held_by_now() -> None:
    """Only the lab can say what became of it, so the question is asked until it is answered."""
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    for _ in order.lines:
        shop.lab.trouble.after_effect(OutcomeUnknown("prodigi", "timeout"))
    await shop.work()
    await save(shop, order.hold("disputed"))
    await shop.work(hours=2)
    assert {part.status for part in await shop.parts(order.id)} == {DropshipStatus.SUBMITTED}
    assert len(shop.lab.orders) == len(order.lines)


async def test_a_second_job_for_a_submitted_part_does_nothing() -> None:
    shop = Shop()
    order = await paid_but_not_submitted(shop)
    await shop.work()
    for job in shop.jobs(JobKind.SUBMIT_DROPSHIP):
        shop.store.table("jobs").put(job.id, job.freed(JobState.READY))
    await shop.work()
    assert [len(made.bodies) for made in shop.lab.orders] == [1] * len(order.lines)
    assert {job.state for job in shop.jobs(JobKind.SUBMIT_DROPSHIP)} == {JobState.DONE}
