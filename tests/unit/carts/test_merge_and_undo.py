"""Merging is idempotent and undoing restores both carts, whatever is in them and is the same."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from application.carts.merge_outcome import MergeStatus
from domain.carts.cart import Cart, CartLimits
from domain.carts.merge_report import MergeStrategy
from domain.identity.owner import Owner
from tests.contract.merging_counter import SPACIOUS, Counter
from tests.contract.persistence import InMemory
from tests.contract.sample_goods import LARGE, SMALL, a_picture

FRAMES = (SMALL, LARGE)
# Pieces by picture and frame: whoever has the same picture has the same product, or could have it.
wishes = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 1)), st.integers(1, 12), max_size=6
)
limits = st.builds(CartLimits, lines_max=st.integers(1, 8), line_quantity_max=st.integers(1, 15))
strategies = st.sampled_from(MergeStrategy)
Wishes = dict[tuple[int, int], int]


def counter_with(limits: CartLimits) -> Counter:
    return Counter(InMemory(MemoryStore(), MemoryClock()), limits=limits)


async def filled(counter: Counter, guest: Wishes, user: Wishes) -> tuple[Cart | None, Cart | None]:
    pictures = [a_picture(counter.user.id) for _ in range(3)]
    for owner, wished in ((counter.user, user), (counter.guest, guest)):
        for (picture, frame), quantity in wished.items():
            product = await counter.frame_picture(owner, pictures[picture], FRAMES[frame])
            await counter.put(owner, product, quantity)
    return await counter.cart(counter.guest), await counter.cart(counter.user)


async def things(counter: Counter, owner: Owner) -> dict[tuple[str, str], int]:
    """What is in the owner's cart, by the original of the picture and the SKU of the frame."""
    async with counter.persistence.begin(reading=True) as work:
        found = await work.carts.read(owner.id)
        if found is None:
            return {}
        held = {}
        for line in found.cart.lines:
            product = found.products[line.product_id]
            # The owner may see what they buy.
            picture = await work.pictures.get(owner.id, product.picture_id)
            assert product.owner_id == owner.id
            thing = (picture.original, product.sku)
            assert thing not in held
            held[thing] = line.quantity
    return held


@settings(deadline=None, max_examples=60)
@given(wishes, wishes, strategies)
def test_the_same_things_are_one_line_and_none_is_lost(
    guest: Wishes, user: Wishes, strategy: MergeStrategy
) -> None:
    async def story() -> None:
        counter = counter_with(SPACIOUS)
        await filled(counter, guest, user)
        theirs, mine = await things(counter, counter.guest), await things(counter, counter.user)
        await counter.merge(strategy)
        merged = await things(counter, counter.user)
        both = theirs.keys() | mine.keys()
        if not theirs:
            assert merged == mine
        elif strategy is MergeStrategy.SUM:
            assert merged == {each: theirs.get(each, 0) + mine.get(each, 0) for each in both}
        elif strategy is MergeStrategy.MAX:
            assert merged == {each: max(theirs.get(each, 0), mine.get(each, 0)) for each in both}
        elif strategy is MergeStrategy.KEEP_GUEST or not mine:
            assert merged == theirs
        else:
            assert merged == mine

    asyncio.run(story())


@settings(deadline=None, max_examples=60)
@given(wishes, wishes, strategies, limits)
def test_merging_again_changes_nothing_and_answers_the_same(
    guest: Wishes, user: Wishes, strategy: MergeStrategy, limits: CartLimits
) -> None:
    async def story() -> None:
        counter = counter_with(limits)
        await filled(counter, guest, user)
        first = await counter.merge(strategy)
        after = await counter.cart(counter.user)
        for other in MergeStrategy:
            again = await counter.merge(other)
            assert again.report == first.report
            assert again.merge_id == first.merge_id
            assert again.status in (MergeStatus.ALREADY_MERGED, MergeStatus.NOTHING_TO_MERGE)
        assert await counter.cart(counter.user) == after

    asyncio.run(story())


@settings(deadline=None, max_examples=60)
@given(wishes, wishes, strategies, limits)
def test_undoing_restores_both_carts_and_all_belongings(
    guest: Wishes, user: Wishes, strategy: MergeStrategy, limits: CartLimits
) -> None:
    async def story() -> None:
        counter = counter_with(limits)
        before = await filled(counter, guest, user)
        things_before = [await things(counter, each) for each in (counter.guest, counter.user)]
        store = _rows(counter)
        outcome = await counter.merge(strategy)
        if outcome.status is not MergeStatus.MERGED:
            return
        await counter.undo(outcome.merge_id)
        after = (await counter.cart(counter.guest), await counter.cart(counter.user))
        for was, now in zip(before, after, strict=True):
            assert now is not None
            assert now.lines == (was.lines if was is not None else ())
        assert [
            await things(counter, each) for each in (counter.guest, counter.user)
        ] == things_before
        assert _rows(counter) == store

    asyncio.run(story())


@settings(deadline=None, max_examples=60)
@given(wishes, wishes, strategies, limits)
def test_a_dry_run_is_the_truth_and_changes_nothing(
    guest: Wishes, user: Wishes, strategy: MergeStrategy, limits: CartLimits
) -> None:
    async def story() -> None:
        counter = counter_with(limits)
        before = await filled(counter, guest, user)
        store = _rows(counter)
        shown = await counter.merge(strategy, dry_run=True)
        assert (await counter.cart(counter.guest), await counter.cart(counter.user)) == before
        assert _rows(counter) == store
        real = await counter.merge(strategy)
        assert (real.status, real.report) == (shown.status, shown.report)

    asyncio.run(story())


def _rows(counter: Counter) -> list[object]:
    """Pictures and products as they are, by id."""
    assert isinstance(counter.persistence, InMemory)
    tables = (counter.persistence.store.table(name) for name in ("pictures", "products"))
    return [row for table in tables for row in sorted(table, key=lambda row: row.id)]
