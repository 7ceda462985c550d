"""A merge is taken back wherever the shop keeps its carts, or refused for a reason."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from application.carts.merge_outcome import MergeStatus
from domain.carts.merge_report import MergeStrategy
from domain.carts.past_merge import (
    MergeCartChanged,
    MergeNotFound,
    MergeUndoRefused,
    MergeUndoTooLate,
)
from domain.identity.owner import Owner
from tests.contract.merging_counter import UNDO_WITHIN, Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import LARGE, a_picture


@pytest.fixture
def counter(persistence: Persistence) -> Counter:
    return Counter(persistence)


@pytest.mark.parametrize("strategy", MergeStrategy)
async def test_undoing_restores_both_carts(counter: Counter, strategy: MergeStrategy) -> None:
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    other = await counter.framed(counter.user)
    theirs = await counter.frame_picture(counter.guest, dog)
    large = await counter.frame_picture(counter.guest, dog, LARGE)
    user_before = await counter.fill(counter.user, {mine.id: 2, other.id: 1})
    guest_before = await counter.fill(counter.guest, {theirs.id: 3, large.id: 1})
    outcome = await counter.merge(strategy)
    undone = await counter.undo(outcome.merge_id)
    user_after, guest_after = await counter.cart(counter.user), await counter.cart(counter.guest)
    assert user_after is not None
    assert guest_after is not None
    assert (user_after.id, user_after.lines) == (user_before.id, user_before.lines)
    assert (guest_after.id, guest_after.lines) == (guest_before.id, guest_before.lines)
    assert user_after.version > user_before.version
    assert guest_after.version > guest_before.version
    assert undone.cart.version == user_after.version
    async with counter.persistence.begin(reading=True) as work:
        assert await work.products.get(counter.guest.id, theirs.id) == theirs
        assert await work.products.get(counter.guest.id, large.id) == large
    # And it can be merged again, by another strategy.
    again = await counter.merge(MergeStrategy.SUM)
    assert again.status is MergeStatus.MERGED
    assert (await counter.counted(counter.user))[mine.id] == 5


async def test_undoing_again_answers_the_same(counter: Counter) -> None:
    await counter.put(counter.guest, await counter.framed(counter.guest))
    outcome = await counter.merge()
    first, *others = await asyncio.gather(*(counter.undo(outcome.merge_id) for _ in range(5)))
    assert all(other == first for other in others)


async def test_a_merge_is_undone_by_its_user_only(counter: Counter) -> None:
    await counter.put(counter.guest, await counter.framed(counter.guest))
    outcome = await counter.merge()
    for by in (counter.guest, Owner(uuid4())):
        with pytest.raises(MergeNotFound):
            await counter.undo(outcome.merge_id, by)
    with pytest.raises(MergeNotFound):
        await counter.undo(uuid4())


async def test_an_undo_is_repeated_in_time_only(counter: Counter) -> None:
    """Its answer hands the guest's token out again, who may be somebody else by then."""
    await counter.put(counter.guest, await counter.framed(counter.guest))
    outcome = await counter.merge()
    assert await counter.undo(outcome.merge_id) == await counter.undo(outcome.merge_id)
    counter.clock.advance(UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(MergeUndoTooLate):
        await counter.undo(outcome.merge_id)


async def test_a_merge_is_undone_in_time_only(counter: Counter) -> None:
    await counter.put(counter.guest, await counter.framed(counter.guest))
    outcome = await counter.merge()
    counter.clock.advance(UNDO_WITHIN + timedelta(seconds=1))
    with pytest.raises(MergeUndoTooLate):
        await counter.undo(outcome.merge_id)


async def test_a_changed_cart_is_not_taken_back(counter: Counter) -> None:
    await counter.put(counter.guest, await counter.framed(counter.guest))
    outcome = await counter.merge()
    now = await counter.put(counter.user, await counter.framed(counter.user))
    with pytest.raises(MergeCartChanged) as refusal:
        await counter.undo(outcome.merge_id)
    assert refusal.value.facts == {"version": now.version}
    assert await counter.cart(counter.user) == now


async def test_a_merged_cart_under_payment_is_not_taken_back(counter: Counter) -> None:
    await counter.put(counter.guest, await counter.framed(counter.guest))
    outcome = await counter.merge()
    merged = await counter.cart(counter.user)
    assert merged is not None
    await counter.order_of(merged)
    with pytest.raises(MergeUndoRefused):
        await counter.undo(outcome.merge_id)


async def test_a_new_cart_of_the_guest_is_not_lost_to_the_old_one(counter: Counter) -> None:
    old = await counter.put(counter.guest, await counter.framed(counter.guest))
    outcome = await counter.merge()
    new = await counter.put(counter.guest, await counter.framed(counter.guest))
    with pytest.raises(MergeUndoRefused):
        await counter.undo(outcome.merge_id)
    assert await counter.cart(counter.guest) == new
    await counter.empty(counter.guest)
    await counter.undo(outcome.merge_id)
    restored = await counter.cart(counter.guest)
    assert restored is not None
    assert (restored.id, restored.lines) == (old.id, old.lines)
    # What is heard about the cart between still reaches one.
    assert await counter.holding(new.id) == restored
