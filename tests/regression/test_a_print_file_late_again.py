"""Staff are told of a missing print file once more when the order was held in between.

The item was closed while the order was held, and another one of the same name was not written: a
paid order then waited for its file and nobody knew.
"""

from datetime import timedelta

import pytest

from application.fulfilment.release_order import ReleaseOrder
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.reconciliation.repair import PRINT_FILE_LATE
from tests.contract.ordering import Ordering
from tests.contract.persistence import Persistence
from tests.contract.staff_desk import wish


@pytest.fixture
def ordering(persistence: Persistence) -> Ordering:
    return Ordering(persistence)


async def looked(ordering: Ordering, order: Order) -> Dropship:
    """As the job that submits it looks for the file."""
    [part] = await ordering.shop.parts(order.id)
    async with ordering.shop.begin() as work:
        held = await work.orders.lock(order.id)
        seen = await ordering.shop.print_file(work, held, part, ordering.shop.at())
        await work.commit()
    return seen


async def open_reasons(ordering: Ordering, order: Order) -> list[str]:
    async with ordering.shop.begin(reading=True) as work:
        return list(await work.attention.open_reasons(order.id))


async def test_what_is_late_after_a_hold_is_told_again(ordering: Ordering) -> None:
    shop, close = ordering.shop, CloseWhatIsGone()
    final = await ordering.final()
    order = await ordering.paid(final)
    shop.clock.advance(timedelta(days=1))
    assert (await looked(ordering, order)).waits_for_file
    assert await open_reasons(ordering, order) == [PRINT_FILE_LATE]
    async with shop.begin() as work:
        await work.orders.save((await work.orders.lock(order.id)).hold("lab_order_differs"))
        await close(work, order.id, "reconciler", shop.at())
        await work.commit()
    assert await open_reasons(ordering, order) == []
    release = ReleaseOrder(begin=shop.begin, reactions=(), close_items=close, clock=shop.clock)
    await release(wish(order))
    assert (await looked(ordering, order)).waits_for_file
    assert await open_reasons(ordering, order) == [PRINT_FILE_LATE]
    await ordering.made(final)
    await ordering.until_statuses(order, DropshipStatus.SUBMITTED)
