"""What the lab reports brings parts, order and buyer up to date, once and never back."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.fulfilment.status import DropshipStatus
from domain.notifications.mail import Template
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order
from domain.orders.status import PRODUCTION_PATH, OrderStatus
from tests.unit.checkout.shop import Shop

D, T = DropshipStatus, Template
REPORTED = (D.SUBMITTED, D.ON_HOLD, D.IN_PRODUCTION, D.SHIPPED, D.COMPLETE)


async def in_the_lab(shop: Shop) -> tuple[Order, list[str]]:
    checkout = await shop.check_out()
    await shop.pay(checkout)
    return checkout.order, [made.report.provider_order_id for made in shop.lab.orders]


async def reported(shop: Shop, lab_id: str, status: DropshipStatus, **more: Any) -> None:
    """The lab is that far now, and calls back."""
    shop.lab.advance(lab_id, status, **more)
    [part] = [part for part in shop.store.table("dropships") if part.provider_order_id == lab_id]
    event_id = f"{lab_id}-{len(list(shop.store.table('inbox')))}"
    await shop.receive_callback(part.callback_token, event_id, "order.updated", b"{}")
    await shop.work()


async def test_an_order_goes_from_the_lab_to_the_door_with_one_mail_for_each_step() -> None:
    shop = Shop()
    order, (first, second) = await in_the_lab(shop)
    seen = []
    for lab_id, status in (
        (first, D.IN_PRODUCTION),
        (first, D.SHIPPED),
        (second, D.SHIPPED),
        (first, D.COMPLETE),
        (second, D.COMPLETE),
    ):
        number = f"RM-{lab_id}" if status in (D.SHIPPED, D.COMPLETE) else None
        await reported(shop, lab_id, status, tracking_number=number)
        seen.append((await shop.order(order.id)).status)
    assert seen == [
        OrderStatus.IN_PRODUCTION,
        OrderStatus.PARTIALLY_SHIPPED,
        OrderStatus.SHIPPED,
        OrderStatus.SHIPPED,
        OrderStatus.DELIVERED,
    ]
    assert [mail.template for mail in shop.mails] == [
        T.ORDER_CONFIRMED,
        T.ORDER_PARTIALLY_SHIPPED,
        T.ORDER_SHIPPED,
        T.ORDER_DELIVERED,
    ]
    assert len(shop.mailer.letters) == 4
    parcels = shop.mails[2].data["shipments"]
    assert isinstance(parcels, list)
    assert {parcel["number"] for parcel in parcels} == {f"RM-{first}", f"RM-{second}"}


async def test_an_order_delivered_unseen_tells_of_shipping_too() -> None:
    shop = Shop()
    _, lab_ids = await in_the_lab(shop)
    for lab_id in lab_ids:
        shop.lab.advance(lab_id, D.COMPLETE, tracking_number="RM1")
    for lab_id in lab_ids:
        await reported(shop, lab_id, D.COMPLETE, tracking_number="RM1")
    templates = [mail.template for mail in shop.mails]
    assert templates[-2:] == [T.ORDER_SHIPPED, T.ORDER_DELIVERED]


async def test_the_same_callback_twice_is_one_look() -> None:
    shop = Shop()
    order, _ = await in_the_lab(shop)
    part = (await shop.parts(order.id))[0]
    for _ in range(2):
        await shop.receive_callback(part.callback_token, "same", "order.updated", b"{}")
    assert len(shop.jobs(JobKind.FOLLOW_DROPSHIP)) == 1


async def test_a_problem_at_the_lab_is_shown_to_staff_once() -> None:
    shop = Shop()
    _, (first, _) = await in_the_lab(shop)
    for _ in range(3):
        await reported(shop, first, D.SUBMITTED, problem="assets.NotDownloaded")
    assert [item.reason for item in shop.attention] == ["lab_problem"]


async def looked_for(shop: Shop, dropship_id: UUID) -> None:
    look = NewJob(
        kind=JobKind.FOLLOW_DROPSHIP,
        dedupe_key=f"look:{shop.clock.now()}",
        payload={"dropship_id": str(dropship_id)},
    )
    async with shop.begin() as work:
        await work.jobs.add([look])
        await work.commit()
    await shop.work()
    shop.clock.advance(timedelta(microseconds=1))


async def test_an_order_the_lab_does_not_know_for_an_hour_is_shown_to_staff() -> None:
    shop = Shop()
    order, _ = await in_the_lab(shop)
    part = (await shop.parts(order.id))[0]
    known_as = part.provider_order_id
    async with shop.begin() as work:
        await work.dropships.save(replace(part, provider_order_id="ord_unknown"))
        await work.commit()
    await looked_for(shop, part.id)
    shop.clock.advance(timedelta(minutes=59))
    await looked_for(shop, part.id)
    assert [item.reason for item in shop.attention] == []
    shop.clock.advance(timedelta(minutes=1))
    await looked_for(shop, part.id)
    assert [item.reason for item in shop.attention] == ["unknown_at_lab"]
    async with shop.begin() as work:
        lost = await work.dropships.get(part.id)
        await work.dropships.save(replace(lost, provider_order_id=known_as))
        await work.commit()
    await looked_for(shop, part.id)
    assert (await shop.parts(order.id))[0].unseen_since is None


@given(st.lists(st.tuples(st.integers(0, 1), st.sampled_from(REPORTED)), max_size=10))
def test_old_reports_never_move_an_order_back_nor_mail_twice(
    reports: list[tuple[int, DropshipStatus]],
) -> None:
    async def play() -> None:
        shop = Shop()
        order, lab_ids = await in_the_lab(shop)
        before = 0
        for which, status in reports:
            await reported(shop, lab_ids[which], status, tracking_number="RM1")
            now = PRODUCTION_PATH.index((await shop.order(order.id)).status)
            assert now >= before
            before = now
        templates = [mail.template for mail in shop.mails]
        assert len(templates) == len(set(templates)) == len(shop.mailer.letters)
        assert shop.attention == []
        moves = [entry for entry in await shop.timeline(order.id) if entry.event[:6] == "order_"]
        assert len({entry.after for entry in moves}) == len(moves)

    asyncio.run(play())
