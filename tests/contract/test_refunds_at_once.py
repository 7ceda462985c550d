"""Money goes back once, wherever the shop keeps its state and however many ask at once."""

import asyncio
from uuid import uuid4

from application.checkout.checkout import Checkout
from domain.orders.status import OrderStatus
from domain.payments.refund import RefundState
from domain.payments.refusals import RefundTooLarge
from tests.contract.persistence import Persistence
from tests.unit.checkout.shop import Shop
from tests.unit.payments.refunding import ledger, refunded, wish


async def paid(shop: Shop) -> Checkout:
    """With a payment that no other shop with the same database has."""
    checkout = await shop.check_out()
    session_id = checkout.session.session_id or ""
    shop.gateway.money_arrives(session_id, payment_intent_id=f"pi_{uuid4()}")
    await shop.deliver("checkout.session.completed", session_id)
    await shop.work()
    return checkout


async def test_staff_never_refund_more_than_was_captured(persistence: Persistence) -> None:
    shop = Shop(persistence)
    checkout = await paid(shop)
    total = checkout.order.totals.total.amount
    asked = [refunded(shop, wish(checkout.order.id, total // 3)) for _ in range(6)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refused = [answer for answer in answers if isinstance(answer, BaseException)]
    assert all(isinstance(refusal, RefundTooLarge) for refusal in refused)
    assert len(refused) == 3
    await shop.work()
    read = await ledger(shop, checkout.order.id)
    assert [refund.state for refund in read.refunds] == [RefundState.MADE] * 3
    assert read.ledger.balances[0].net == total - 3 * (total // 3)
    assert read.mismatches == []


async def test_a_second_payment_goes_back_once_and_the_first_is_kept(
    persistence: Persistence,
) -> None:
    shop = Shop(persistence)
    checkout = await paid(shop)
    total = checkout.order.totals.total.amount
    again = await shop.gateway.open_session(checkout.session.request_body, str(uuid4()))
    shop.gateway.money_arrives(again.session_id, payment_intent_id=f"pi_{uuid4()}")
    for _ in range(3):
        await shop.deliver("checkout.session.completed", again.session_id)
    await shop.work()
    read = await ledger(shop, checkout.order.id)
    assert [refund.purpose for refund in read.refunds] == ["paid_twice"]
    [balance] = read.ledger.balances
    assert (balance.captured, balance.refunded, balance.net) == (2 * total, total, total)
    assert read.mismatches == []
    assert (await shop.order(checkout.order.id)).status is OrderStatus.PAID
    assert len(shop.gateway.refunds) == 1
