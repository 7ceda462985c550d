"""An order that was held for something else was released, and made, in the midst of a dispute."""

from datetime import timedelta

import pytest

from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.shared.money import Money
from tests.contract.persistence import Persistence, until
from tests.contract.staff_desk import Desk, desk_of, wish


async def disputed(desk: Desk, order: Order, event: str, status: str) -> None:
    """Told by the bank, and taken in."""
    name = f"dp_{order.id}"
    told = {"amount": "1", "currency": "GBP", "status": status}
    paid_by = {"payment_intent_id": order.payment_intent_id or ""}
    await desk.shop.deliver(event, name, **told, **paid_by)

    async def is_noted() -> bool | None:
        await desk.shop.run.oldest_overdue(timedelta())
        return True if event in await desk.events(order) else None

    await until(desk.shop.persistence, is_noted)


async def test_released_from_the_one_hold_it_stays_under_the_other(
    persistence: Persistence,
) -> None:
    desk = desk_of(persistence)
    order = await desk.paid(amount=Money(1, "GBP"))
    await disputed(desk, order, "charge.dispute.created", "needs_response")
    answer = await desk.release(wish(order))
    await desk.shop.work()
    assert answer.held_because == "disputed"
    assert desk.made(order) == []
    await disputed(desk, order, "charge.dispute.closed", "won")
    await desk.until_statuses(order, DropshipStatus.SUBMITTED)
    assert len(desk.made(order)) == len(order.lines)


@pytest.mark.parametrize("times", [1, 2])
async def test_a_dispute_itself_may_be_overruled_by_staff(
    persistence: Persistence, times: int
) -> None:
    desk = desk_of(persistence)
    order = await desk.paid()
    await disputed(desk, order, "charge.dispute.created", "needs_response")
    answer = await desk.release(wish(order))
    for _ in range(1, times):
        await disputed(desk, order, "charge.dispute.updated", "needs_response")
    assert answer.held_because is None
    await desk.until_statuses(order, DropshipStatus.SUBMITTED)
