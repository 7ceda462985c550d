"""Whichever call was the last of its process: asked again, it is one order with one page."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

import pytest

from application.checkout.place_order import OrderWish
from application.checkout.reorder import ReorderWish
from domain.operations.job import JobKind, JobState
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.orders.placing import OrderWasErased
from domain.orders.status import OrderStatus
from domain.payments.event import SessionState
from domain.shared.erased import ERASED, ERASED_EMAIL
from tests.contract.ordering import PRICES_VALID, Final, Ordering
from tests.model.crashing_ports import CrashPlan, ProcessDied, crashing

Prepared = tuple[Ordering, Final, Order]
Attempt = Callable[[Prepared, CrashPlan], Awaitable[object]]


async def prepared() -> Prepared:
    ordering = Ordering()
    final = await ordering.final(made=True)
    return ordering, final, await ordering.place(ordering.wish(final))


async def deaths(attempt: Attempt) -> AsyncIterator[tuple[Prepared, str]]:
    """A shop for each call that the attempt makes, just after the process died there."""
    whole = CrashPlan()
    await attempt(await prepared(), whole)
    for at in range(1, len(whole.calls) + 1):
        for after in (False, True):
            found = await prepared()
            with pytest.raises(ProcessDied) as death:
                await attempt(found, CrashPlan(at=at, after=after))
            yield found, str(death.value)


def keyed(ordering: Ordering) -> Request:
    return Request(owner_id=ordering.shop.buyer.id, key="click", fingerprint="body")


def drafts(ordering: Ordering) -> list[Order]:
    return [order for order in ordering.shop.orders if order.status is OrderStatus.DRAFT]


async def test_placing_that_died_anywhere_places_one_order() -> None:
    def wish(found: Prepared) -> OrderWish:
        return found[0].wish(found[1], request=keyed(found[0]))

    async def attempt(found: Prepared, plan: CrashPlan) -> None:
        await crashing(found[0].place, plan)(wish(found))

    points = 0
    async for found, where in deaths(attempt):
        points += 1
        placed = await found[0].place(wish(found))
        assert (await found[0].place(wish(found))).id == placed.id, where
        assert {order.id for order in drafts(found[0])} == {found[2].id, placed.id}, where
        assert len(list(found[0].shop.store.table("products"))) == 1, where
    assert points >= 30


async def test_a_page_that_died_anywhere_is_one_page() -> None:
    async def attempt(found: Prepared, plan: CrashPlan) -> None:
        ordering, _, order = found
        await crashing(ordering.open_page, plan)(ordering.shop.buyer, order.id, keyed(ordering))

    points = 0
    async for (ordering, _, order), where in deaths(attempt):
        points += 1
        pages = [
            await ordering.open_page(ordering.shop.buyer, order.id, keyed(ordering)),
            await ordering.open_page(ordering.shop.buyer, order.id),
        ]
        assert len({page.session.session_id for page in pages}) == 1, where
        payable = [
            each for each in ordering.shop.gateway.sessions if each.state is SessionState.OPEN
        ]
        assert len(payable) == 1, where
    assert points >= 20


async def test_ordering_again_that_died_anywhere_makes_one_order_and_one_copy() -> None:
    def wish(found: Prepared) -> ReorderWish:
        return ReorderWish(owner=found[0].shop.buyer, order_id=found[2].id, request=keyed(found[0]))

    async def attempt(found: Prepared, plan: CrashPlan) -> None:
        await crashing(found[0].reorder, plan)(wish(found))

    points = 0
    async for found, where in deaths(attempt):
        points += 1
        order, _ = await found[0].reorder(wish(found))
        again, _ = await found[0].reorder(wish(found))
        assert order.id == again.id, where
        assert len(drafts(found[0])) == 2, where
        assert len(list(found[0].shop.store.table("designs"))) == 2, where
        assert len(list(found[0].shop.store.table("renders"))) == 1, where
    assert points >= 30


async def test_a_draft_that_nobody_pays_for_ends_by_itself() -> None:
    ordering, _, order = await prepared()
    await ordering.shop.work()
    assert (await ordering.shop.order(order.id)).status is OrderStatus.DRAFT
    ordering.shop.clock.advance(PRICES_VALID)
    await ordering.shop.work()
    assert (await ordering.shop.order(order.id)).status is OrderStatus.EXPIRED
    events = [entry.event for entry in await ordering.shop.timeline(order.id)]
    assert events == ["order_drafted", "order_expired"]


async def test_a_draft_whose_page_never_opened_ends_when_it_cannot_open_any_more() -> None:
    ordering, _, order = await prepared()
    ordering.shop.clock.advance(PRICES_VALID * 0.99)
    plan = CrashPlan()
    await crashing(ordering.open_page, plan)(ordering.shop.buyer, order.id)
    asked = plan.calls.index("gateway.open_session") + 1
    ordering, _, order = await prepared()
    ordering.shop.clock.advance(PRICES_VALID * 0.99)
    with pytest.raises(ProcessDied):
        await crashing(ordering.open_page, CrashPlan(at=asked))(ordering.shop.buyer, order.id)
    await ordering.shop.work(hours=3)
    assert (await ordering.shop.order(order.id)).status is OrderStatus.CANCELLED
    assert {job.state for job in ordering.shop.jobs(JobKind.EXPIRE_DRAFT)} == {JobState.DONE}


async def test_what_is_paid_is_left_alone_by_the_end_of_its_prices() -> None:
    ordering, _, order = await prepared()
    paid = await ordering.pay(await ordering.open_page(ordering.shop.buyer, order.id))
    ordering.shop.clock.advance(PRICES_VALID)
    await ordering.shop.work()
    assert (await ordering.shop.order(paid.id)).status is OrderStatus.PAID


async def test_what_was_erased_must_be_said_again() -> None:
    ordering, _, order = await prepared()
    nobody = replace(order, email=ERASED_EMAIL, address=replace(order.address, name=ERASED))
    ordering.shop.store.table("orders").put(order.id, nobody)
    with pytest.raises(OrderWasErased):
        await ordering.again(order)
    with pytest.raises(OrderWasErased):
        await ordering.again(order, address=order.address)
    again, _ = await ordering.again(order, address=order.address, email=order.email)
    assert again.address == order.address
