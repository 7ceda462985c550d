"""What was copied to a guest when a log-in ran out is not counted twice when it comes home."""

from uuid import uuid4

import pytest

from application.carts.copy_cart import CopyCart
from domain.carts.merge_report import MergeStrategy
from tests.contract.merging_counter import Counter
from tests.contract.persistence import Persistence


@pytest.mark.parametrize("strategy", MergeStrategy)
async def test_a_copy_is_not_added_to_what_it_was_copied_from(
    persistence: Persistence, strategy: MergeStrategy
) -> None:
    counter = Counter(persistence)
    copied = await counter.framed(counter.user)
    await counter.put(counter.user, copied, 2)
    async with persistence.begin() as work:
        copies = CopyCart(
            carts=work.carts, new_id=uuid4, clock=counter.clock, default_currency="GBP"
        )
        await copies.copy(counter.user, counter.guest)
        await work.commit()
    added = await counter.framed(counter.guest)
    await counter.put(counter.guest, added, 3)
    outcome = await counter.merge(strategy)
    kept = {copied.id: 2, added.id: 3}
    if strategy is MergeStrategy.KEEP_USER:
        del kept[added.id]
    assert await counter.counted(counter.user) == kept
    assert outcome.report is not None
    assert {line.product_id for line in outcome.report.lines} == {copied.id, added.id}
