"""What is told of a session late, or of one that is not the order's, moves no order back."""

from application.checkout.checkout import Checkout
from domain.operations.job import JobKind, JobState
from domain.orders.status import OrderStatus
from tests.unit.checkout.cancelling import cancel_of
from tests.unit.checkout.shop import Shop


async def another_session_of(shop: Shop, checkout: Checkout) -> str:
    """Made of the same request by a key that we do not know."""
    return (await shop.gateway.open_session(checkout.session.request_body, "another")).session_id


async def test_an_expiry_told_after_the_buyer_gave_up_is_quiet() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await cancel_of(shop)(shop.buyer, checkout.order.id)
    await shop.work()
    await shop.deliver("checkout.session.expired", checkout.session.session_id or "")
    await shop.work()
    assert (await shop.order(checkout.order.id)).status is OrderStatus.CANCELLED
    assert len(shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.DONE)) == 1


async def test_an_expiry_of_another_session_of_a_paid_order_is_quiet() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    other = await another_session_of(shop, checkout)
    await shop.pay(checkout)
    shop.gateway.run_out(other)
    await shop.deliver("checkout.session.expired", other)
    await shop.work()
    assert (await shop.order(checkout.order.id)).status is OrderStatus.PAID
    assert len(shop.jobs(JobKind.HANDLE_STRIPE_EVENT, JobState.DONE)) == 2


async def test_a_payment_by_a_session_that_is_not_the_orders_is_held() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    other = await another_session_of(shop, checkout)
    shop.gateway.money_arrives(other)
    await shop.deliver("checkout.session.completed", other)
    await shop.work()
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.PAID, "session_differs")
    assert [item.reason for item in shop.attention] == ["session_differs"]
    assert shop.lab.orders == ()
