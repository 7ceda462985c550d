"""A merge that was undone has no say in what a late payment takes out after the next one."""

from domain.carts.merge_report import MergeStrategy
from domain.orders.status import OrderStatus
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture


async def test_only_the_merge_that_stands_says_what_was_brought(persistence: Persistence) -> None:
    counter = Counter(persistence)
    dog = a_picture(counter.user.id)
    mine = await counter.frame_picture(counter.user, dog)
    theirs = await counter.frame_picture(counter.guest, dog)
    bought = await counter.put(counter.guest, theirs, 3)
    await counter.put(counter.user, mine, 2)
    order = await counter.order_of(bought, status=OrderStatus.EXPIRED)
    await counter.undo((await counter.merge(MergeStrategy.SUM)).merge_id)
    await counter.merge(MergeStrategy.KEEP_USER)
    await counter.pay(order)
    assert await counter.counted(counter.user) == {mine.id: 2}
