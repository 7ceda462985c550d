"""A line that may still come out of the lab is printed a second time by nobody's mistake."""

import pytest

from domain.fulfilment.refusals import PrintUnderWay
from tests.contract.persistence import Persistence
from tests.contract.staff_desk import desk_of, wish


async def test_what_is_under_way_is_not_printed_again_unless_that_is_confirmed(
    persistence: Persistence,
) -> None:
    desk = desk_of(persistence)
    order = await desk.with_the_lab()
    with pytest.raises(PrintUnderWay):
        await desk.reprint(wish(order, line=1))
    assert len(await desk.shop.parts(order.id)) == len(desk.made(order)) == 2
