"""Every collection of production orders keeps one per order line and fulfilment."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from domain.fulfilment.dropship import Dropship, DropshipNotFound, Shipment, production_key
from domain.fulfilment.status import FOLLOWABLE, DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.shared.refusals import Conflict
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order

# Long before anything else is looked at in the same database.
LONG_AGO = NOON - timedelta(days=9_000)
NEXT_DAY = LONG_AGO + timedelta(days=1)
PARCELS = (
    Shipment(
        id="shp_1",
        carrier="Royal Mail",
        tracking_number="RM1",
        tracking_url="https://track.example/RM1",
        has_left=True,
    ),
    Shipment(id="shp_2", carrier="", tracking_number=None, tracking_url=None, has_left=False),
)


def a_dropship(order: Order, line: int = 0, fulfilment_no: int = 1) -> Dropship:
    line_id = order.lines[line].id
    return Dropship(
        id=uuid4(),
        order_id=order.id,
        line_id=line_id,
        fulfilment_no=fulfilment_no,
        idempotency_key=production_key(order.id, line_id, fulfilment_no),
        callback_token=f"token-{uuid4()}",
        request_body=b'{"copies": 1}\x00\xff',
        status=DropshipStatus.PENDING,
    )


async def an_order_of(persistence: Persistence, lines: int) -> Order:
    order = an_order(lines=lines)
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.commit()
    return order


async def added(persistence: Persistence, *dropships: Dropship) -> None:
    async with persistence.begin() as work:
        await work.dropships.add(*dropships)
        await work.commit()


async def saved(persistence: Persistence, *dropships: Dropship) -> None:
    async with persistence.begin() as work:
        for dropship in dropships:
            await work.dropships.save(dropship)
        await work.commit()


async def of_order(persistence: Persistence, order: Order) -> list[Dropship]:
    async with persistence.begin(reading=True) as work:
        return list(await work.dropships.of_order(order.id))


async def test_a_dropship_comes_back_as_it_was_added(persistence: Persistence) -> None:
    order = await an_order_of(persistence, 2)
    first, second = a_dropship(order), a_dropship(order, 1)
    await added(persistence, first, second)
    assert await of_order(persistence, order) == sorted([first, second], key=lambda one: one.id)
    async with persistence.begin() as work:
        assert await work.dropships.get(first.id) == first
        assert await work.dropships.lock(second.id) == second
        assert await work.dropships.by_callback_token(first.callback_token) == first


async def test_an_unknown_dropship_is_not_found(persistence: Persistence) -> None:
    async with persistence.begin() as work:
        with pytest.raises(DropshipNotFound):
            await work.dropships.get(uuid4())
        with pytest.raises(DropshipNotFound):
            await work.dropships.lock(uuid4())
        with pytest.raises(DropshipNotFound):
            await work.dropships.by_callback_token("guessed")


async def test_a_line_is_fulfilled_once_per_number(persistence: Persistence) -> None:
    order = await an_order_of(persistence, 1)
    twins = [a_dropship(order) for _ in range(10)]
    await asyncio.gather(*(added(persistence, twin) for twin in twins))
    assert len(await of_order(persistence, order)) == 1
    await added(persistence, a_dropship(order), a_dropship(order, fulfilment_no=2))
    assert [one.fulfilment_no for one in await of_order(persistence, order)].count(2) == 1
    assert len(await of_order(persistence, order)) == 2


async def test_progress_is_saved_and_the_request_is_frozen(persistence: Persistence) -> None:
    order = await an_order_of(persistence, 1)
    dropship = a_dropship(order)
    await added(persistence, dropship)
    shipped = replace(
        dropship,
        status=DropshipStatus.SHIPPED,
        provider_order_id=f"ord_{uuid4()}",
        problem="late",
        shipments=PARCELS,
        checked_at=NOON,
    )
    forged = replace(shipped, request_body=b"other", callback_token="x", idempotency_key="y")
    await saved(persistence, forged)
    assert await of_order(persistence, order) == [shipped]


async def test_an_order_of_the_lab_belongs_to_one_of_ours(persistence: Persistence) -> None:
    order = await an_order_of(persistence, 2)
    first, second = a_dropship(order), a_dropship(order, 1)
    await added(persistence, first, second)
    lab_id = f"ord_{uuid4()}"
    await saved(persistence, replace(first, provider_order_id=lab_id))
    with pytest.raises(Conflict):
        await saved(persistence, replace(second, provider_order_id=lab_id))


async def test_unheard_of_are_those_at_the_lab_longest_unseen_first(
    persistence: Persistence,
) -> None:
    order = await an_order_of(persistence, len(DropshipStatus) + 2)
    parts = [a_dropship(order, line) for line in range(len(order.lines))]
    await added(persistence, *parts)
    at_every_status = [
        replace(part, status=status, checked_at=LONG_AGO + timedelta(minutes=place))
        for place, (part, status) in enumerate(zip(parts, DropshipStatus, strict=False))
    ]
    never_seen = replace(parts[-2], status=DropshipStatus.SUBMITTED)
    seen_lately = replace(parts[-1], status=DropshipStatus.SUBMITTED, checked_at=NOON)
    await saved(persistence, *at_every_status, never_seen, seen_lately)
    async with persistence.begin(reading=True) as work:
        found = await work.dropships.unheard_of(NEXT_DAY, NOON, 100, at=NOON)
        two = await work.dropships.unheard_of(NEXT_DAY, NOON, 2, at=NOON)
    expected = [never_seen, *(part for part in at_every_status if part.status in FOLLOWABLE)]
    assert [part for part in found if part.order_id == order.id] == expected
    assert list(two) == list(found)[:2]
    done = [replace(part, status=DropshipStatus.COMPLETE) for part in expected]
    await saved(persistence, *done)


async def test_a_look_noted_by_a_clock_that_was_ahead_is_none(persistence: Persistence) -> None:
    order = await an_order_of(persistence, 1)
    part = replace(a_dropship(order), status=DropshipStatus.SUBMITTED)
    await added(persistence, part)
    tomorrow = replace(part, checked_at=NOON + timedelta(days=1))
    await saved(persistence, tomorrow)
    async with persistence.begin(reading=True) as work:
        found = await work.dropships.unheard_of(NEXT_DAY, NOON, 1_000, at=NOON)
        later = await work.dropships.unheard_of(NEXT_DAY, NOON, 1_000, at=NOON + timedelta(days=1))
    assert tomorrow in found
    assert tomorrow not in later
    await saved(persistence, replace(part, status=DropshipStatus.COMPLETE))


async def test_what_failed_at_the_lab_is_asked_about_for_a_while_after_its_payment(
    persistence: Persistence,
) -> None:
    order = await an_order_of(persistence, 2)
    there, refused = a_dropship(order), a_dropship(order, 1)
    await added(persistence, there, refused)
    failed = replace(there, status=DropshipStatus.FAILED, provider_order_id=f"ord_{uuid4()}")
    await saved(persistence, failed, replace(refused, status=DropshipStatus.FAILED))
    async with persistence.begin() as work:
        await work.orders.save(replace(order, status=OrderStatus.PAID, paid_at=NOON))
        await work.commit()
    for paid_since, expected in ((NOON - timedelta(seconds=1), [failed]), (NOON, [])):
        async with persistence.begin(reading=True) as work:
            found = await work.dropships.unheard_of(NOON, paid_since, 1_000, at=NOON)
        assert [part for part in found if part.order_id == order.id] == expected
    await saved(persistence, replace(failed, status=DropshipStatus.COMPLETE))
