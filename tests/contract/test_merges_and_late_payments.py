"""What is paid after its cart was merged leaves the cart that holds it now, and nothing else."""

import asyncio
from uuid import uuid4

import pytest

from domain.carts.merge_report import MergeStrategy
from domain.identity.owner import Owner
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture


@pytest.fixture
def counter(persistence: Persistence) -> Counter:
    return Counter(persistence)


async def test_what_is_paid_late_leaves_the_users_cart(counter: Counter) -> None:
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    theirs = await counter.frame_picture(counter.guest, dog)
    other = await counter.framed(counter.guest)
    guests = await counter.fill(counter.guest, {theirs.id: 3, other.id: 1})
    order = await counter.order_of(guests, status=OrderStatus.EXPIRED)
    await counter.put(counter.user, mine, 2)
    await counter.merge(MergeStrategy.SUM)
    await counter.pay(order)
    assert await counter.counted(counter.user) == {mine.id: 2}


async def test_what_is_paid_late_of_a_cart_left_behind_takes_nothing_out(counter: Counter) -> None:
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    guests = await counter.put(counter.guest, await counter.frame_picture(counter.guest, dog), 3)
    order = await counter.order_of(guests, status=OrderStatus.EXPIRED)
    await counter.put(counter.user, mine, 2)
    await counter.merge(MergeStrategy.KEEP_USER)
    await counter.pay(order)
    assert await counter.counted(counter.user) == {mine.id: 2}


async def test_a_late_payment_and_a_merge_at_once_never_wait_in_a_circle(counter: Counter) -> None:
    mine = await counter.framed(counter.user)
    await counter.put(counter.user, mine)
    for _ in range(5):
        counter.guest = Owner(uuid4())
        bought = await counter.put(counter.guest, await counter.framed(counter.guest))
        order = await counter.order_of(bought, status=OrderStatus.EXPIRED)
        await asyncio.gather(counter.merge(), counter.pay(order), counter.merge())
        assert await counter.counted(counter.user) == {mine.id: 1}
