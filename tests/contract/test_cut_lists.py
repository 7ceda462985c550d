"""Of a kind with more than can be told, nobody knows which are gone."""

from dataclasses import replace

from tests.contract.persistence import Persistence
from tests.contract.test_reconciling import PATIENCE, check, open_reasons, paid, three_ways


async def test_of_a_kind_with_more_than_are_told_nothing_is_closed(
    persistence: Persistence,
) -> None:
    orders = [(await paid(persistence)).id for _ in range(3)]
    await check(persistence)
    await replace(three_ways(persistence.begin), patience=replace(PATIENCE, limit=1))()
    for order_id in orders:
        assert await open_reasons(persistence, order_id) == ["paid_not_requested"]
