"""Money of somebody who was erased meanwhile is neither lost nor spent."""

from domain.orders.status import OrderStatus
from domain.shared.erased import PERSON_ERASED
from tests.unit.checkout.shop import Shop


async def test_money_that_comes_in_after_the_erasure_goes_back_by_itself() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.run_out(session_id)
    await shop.deliver("checkout.session.expired", session_id)
    await shop.work()
    at = shop.clock.now()
    async with shop.begin() as work:
        await work.traces.erase(checkout.order.owner_id, at, last_mail_written_before=at)
        await work.commit()
    await shop.pay(checkout)
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.REFUNDED, PERSON_ERASED)
    assert [refund.amount for refund in shop.gateway.refunds] == [order.totals.total]
    assert [item.reason for item in shop.attention] == [PERSON_ERASED]
    assert shop.lab.orders == ()
    assert shop.mailer.letters == ()
