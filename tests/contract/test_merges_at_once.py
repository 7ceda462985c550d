"""Many who log in at once lose nothing and double nothing, wherever the shop keeps its carts."""

import asyncio
from uuid import uuid4

import pytest

from application.carts.merge_outcome import MergeStatus
from domain.carts.merge_report import MergeStrategy
from domain.identity.owner import Owner
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture


@pytest.fixture
def counter(persistence: Persistence) -> Counter:
    return Counter(persistence)


async def test_many_log_ins_at_once_merge_each_line_once(counter: Counter) -> None:
    products = [await counter.framed(counter.guest) for _ in range(4)]
    await counter.fill(counter.guest, {product.id: 2 for product in products})
    mine = await counter.framed(counter.user)
    await counter.put(counter.user, mine, 1)
    outcomes = await asyncio.gather(*(counter.merge(MergeStrategy.SUM) for _ in range(20)))
    counted = await counter.counted(counter.user)
    assert counted == {mine.id: 1, **{product.id: 2 for product in products}}
    assert len({outcome.merge_id for outcome in outcomes}) == 1
    statuses = sorted(outcome.status for outcome in outcomes)
    assert statuses == [MergeStatus.ALREADY_MERGED] * 19 + [MergeStatus.MERGED]
    assert all(outcome.report == outcomes[0].report for outcome in outcomes)


async def test_two_guests_of_one_user_at_once_lose_nothing(counter: Counter) -> None:
    dog = a_picture(counter.user.id)
    guests = [Owner(uuid4()) for _ in range(5)]
    for guest in guests:
        await counter.put(guest, await counter.frame_picture(guest, dog))
    await asyncio.gather(*(counter.merge(MergeStrategy.SUM, guest=guest) for guest in guests))
    # The same picture in the same frame, five times.
    assert list((await counter.counted(counter.user)).values()) == [5]


async def test_one_guest_of_two_users_is_merged_into_one(counter: Counter) -> None:
    product = await counter.framed(counter.guest)
    await counter.put(counter.guest, product)
    users = [Owner(uuid4()) for _ in range(6)]
    outcomes = await asyncio.gather(*(counter.merge(user=user) for user in users))
    carts = [await counter.counted(user) for user in users]
    assert sorted(map(len, carts)) == [0, 0, 0, 0, 0, 1]
    assert [outcome.status for outcome in outcomes].count(MergeStatus.MERGED) == 1
    assert [outcome.status for outcome in outcomes].count(MergeStatus.NOTHING_TO_MERGE) == 5


async def test_an_addition_at_the_moment_of_the_merge_is_in_one_of_the_carts(
    counter: Counter,
) -> None:
    product = await counter.framed(counter.guest)
    await counter.put(counter.guest, product)
    additions = (counter.put(counter.guest, product) for _ in range(4))
    await asyncio.gather(counter.merge(), *additions)
    await counter.merge(MergeStrategy.SUM)
    assert await counter.counted(counter.user) == {product.id: 5}
