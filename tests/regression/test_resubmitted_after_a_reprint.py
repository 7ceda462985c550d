"""A print that failed was printed again, and then resubmitted: it was made twice."""

import pytest

from application.shared.outcomes import Rejected
from domain.fulfilment.refusals import NothingToResubmit
from domain.fulfilment.status import DropshipStatus
from tests.contract.persistence import Persistence
from tests.contract.staff_desk import desk_of, wish

D = DropshipStatus


async def test_what_was_printed_again_is_not_resubmitted(persistence: Persistence) -> None:
    desk = desk_of(persistence)
    desk.lab.trouble.before_effect(Rejected("prodigi", "items.sku: NotRecognised"))
    order = await desk.paid()
    await desk.until_statuses(order, D.FAILED, D.SUBMITTED)
    [failed] = [part for part in await desk.shop.parts(order.id) if part.status is D.FAILED]
    line = [line.id for line in order.lines].index(failed.line_id)
    await desk.reprint(wish(order, line))
    await desk.until_statuses(order, D.FAILED, D.SUBMITTED)
    with pytest.raises(NothingToResubmit):
        await desk.resubmit(wish(order))
    await desk.shop.work()
    assert len(desk.made(order)) == len(order.lines)
