"""An order that was held while it was a draft had a page opened, and its buyer paid in vain.

Where prices are kept for longer than a day, a buyer may delete a picture of a draft and then still
go to pay for it: the money was taken, held, and sent back.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from application.media.delete_picture import DeletePicture
from domain.orders.placing import OrderNotPayable
from domain.shared.erased import PICTURE_DELETED
from tests.contract.ordering import Ordering
from tests.contract.persistence import Persistence


@pytest.fixture
def ordering(persistence: Persistence) -> Ordering:
    return Ordering(persistence)


async def test_nobody_is_sent_to_pay_for_what_cannot_be_made(ordering: Ordering) -> None:
    shop, final = ordering.shop, await ordering.final(made=True)
    order = await ordering.place(ordering.wish(final))
    shop.clock.advance(timedelta(days=2))
    delete = DeletePicture(begin=shop.begin, clock=shop.clock)
    await delete(shop.buyer, final.design.parameters.picture_id)
    assert (await shop.order(order.id)).held_because == PICTURE_DELETED
    pays_late = replace(ordering.open_page, prices_valid=timedelta(days=7))
    with pytest.raises(OrderNotPayable):
        await pays_late(shop.buyer, order.id)
    async with shop.begin(reading=True) as work:
        assert await work.sessions.of_order(order.id) is None
