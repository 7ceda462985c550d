"""Staff give money back: once for each wish, never more than is left, and not by surprise."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from application.payments.refund_order import Production
from application.shared.outcomes import OutcomeUnknown, Rejected
from domain.fulfilment.status import DropshipStatus
from domain.operations.reply import KeyReused, Request
from domain.orders.status import OrderStatus
from domain.payments.refusals import (
    OrderNotPaid,
    PaymentDisputed,
    RefundAmountInvalid,
    RefundTooLarge,
)
from tests.unit.checkout.shop import Shop
from tests.unit.payments.refunding import arrived, ledger, refunded, sums, wish


async def test_a_part_goes_back_and_the_goods_are_made_all_the_same() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    total = checkout.order.totals.total.amount
    answer = await refunded(shop, wish(checkout.order.id, 500))
    assert (answer.amount, answer.left) == (500, total - 500)
    assert answer.production is Production.CONTINUES
    await shop.work()
    assert await sums(shop, checkout.order.id) == (total, 500, 0, total - 500)
    assert (await shop.order(checkout.order.id)).status is OrderStatus.PAID
    assert len(shop.lab.orders) == 2
    assert shop.attention == []


async def test_all_of_it_goes_back_and_nothing_is_made() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    total = checkout.order.totals.total.amount
    answer = await refunded(shop, wish(checkout.order.id))
    assert (answer.amount, answer.left, answer.production) == (total, 0, Production.STOPPED)
    await shop.work(hours=2)
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.REFUNDED, None)
    assert {part.status for part in await shop.parts(order.id)} == {DropshipStatus.CANCELLED}
    assert shop.lab.orders == ()
    assert await sums(shop, order.id) == (total, total, 0, 0)


async def test_what_the_lab_has_is_not_called_back_and_the_answer_says_so() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    answer = await refunded(shop, wish(checkout.order.id))
    assert answer.production is Production.NOT_RECALLED
    await shop.work()
    assert (await shop.order(checkout.order.id)).status is OrderStatus.REFUNDED
    # The lab is asked to cancel, which it may refuse; its orders stay what they are to it.
    assert len(shop.lab.orders) == 2


async def test_two_parts_that_come_to_all_end_the_order() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await refunded(shop, wish(checkout.order.id, 500))
    await refunded(shop, wish(checkout.order.id))
    await shop.work()
    assert (await shop.order(checkout.order.id)).status is OrderStatus.REFUNDED
    assert len(shop.gateway.refunds) == 2
    assert shop.lab.orders == ()


async def test_never_more_than_is_left_however_many_ask_at_once() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    half = checkout.order.totals.total.amount // 2 + 1
    asked = [refunded(shop, wish(checkout.order.id, half)) for _ in range(4)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    refusals = [each for each in answers if isinstance(each, RefundTooLarge)]
    assert len(refusals) == 3
    assert refusals[0].facts == {"left": checkout.order.totals.total.amount - half}
    await shop.work()
    assert [made.amount.amount for made in shop.gateway.refunds] == [half]


async def test_the_same_request_again_is_the_same_refund() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    request = Request(owner_id=uuid4(), key="k", fingerprint="one")
    first = await refunded(shop, wish(checkout.order.id, 500, request))
    assert await refunded(shop, wish(checkout.order.id, 500, request)) == first
    other = Request(owner_id=request.owner_id, key="k", fingerprint="two")
    with pytest.raises(KeyReused):
        await refunded(shop, wish(checkout.order.id, 600, other))
    await shop.work()
    assert len(shop.gateway.refunds) == 1


@pytest.mark.parametrize("amount", [0, -1])
async def test_an_amount_that_is_none_is_refused(amount: int) -> None:
    shop = Shop()
    checkout = await arrived(shop)
    with pytest.raises(RefundAmountInvalid):
        await refunded(shop, wish(checkout.order.id, amount))


async def test_what_was_never_paid_cannot_be_refunded() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    with pytest.raises(OrderNotPaid):
        await refunded(shop, wish(checkout.order.id))


async def test_a_disputed_payment_is_not_refunded_besides() -> None:
    shop = Shop()
    checkout = await shop.check_out()
    await shop.pay(checkout)
    await shop.deliver("charge.dispute.created", "dp_1", payment_intent_id="pi_1", amount="500")
    await shop.work()
    with pytest.raises(PaymentDisputed):
        await refunded(shop, wish(checkout.order.id))


@pytest.mark.parametrize("hours", [0, 30], ids=["soon", "after the key was forgotten"])
async def test_an_answer_that_was_lost_makes_no_second_refund(hours: int) -> None:
    shop = Shop()
    checkout = await arrived(shop)
    total = checkout.order.totals.total.amount
    await refunded(shop, wish(checkout.order.id, 500))
    shop.gateway.trouble.after_effect(OutcomeUnknown("stripe", "timeout"))
    await shop.work()
    if hours:
        shop.gateway.forget_keys()
    shop.clock.advance(timedelta(hours=hours))
    await shop.work(hours=1)
    assert len(shop.gateway.refunds) == 1
    assert await sums(shop, checkout.order.id) == (total, 500, 0, total - 500)


async def test_a_refund_that_is_refused_lets_the_goods_be_made_and_staff_know() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await refunded(shop, wish(checkout.order.id))
    shop.gateway.trouble.before_effect(Rejected("stripe", "InvalidRequestError 400"))
    await shop.work(hours=1)
    order = await shop.order(checkout.order.id)
    assert (order.status, order.held_because) == (OrderStatus.PAID, None)
    assert [item.reason for item in shop.attention] == ["refund_refused"]
    assert len(shop.lab.orders) == 2
    # What was refused is left to be refunded.
    assert (await refunded(shop, wish(order.id))).amount == order.totals.total.amount


async def test_a_refund_that_fails_later_comes_back_into_the_ledger() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    total = checkout.order.totals.total.amount
    await refunded(shop, wish(checkout.order.id, 500))
    await shop.work()
    [made] = shop.gateway.refunds
    told = {"payment_intent_id": "pi_1", "amount": "500", "currency": "GBP", "status": "failed"}
    for event in ("refund.updated", "refund.failed", "refund.failed"):
        await shop.deliver(event, made.refund_id, **told)
    await shop.work()
    assert await sums(shop, checkout.order.id) == (total, 0, 0, total)
    rows = [
        (row.kind, row.amount.amount)
        for row in (await ledger(shop, checkout.order.id)).ledger.entries
    ]
    assert sorted(rows) == [("payment", total), ("refund", -500), ("refund_failed", 500)]
    assert [item.reason for item in shop.attention] == ["refund.failed"]


async def test_a_refund_from_the_dashboard_is_shown_to_staff_and_ours_is_not() -> None:
    shop = Shop()
    checkout = await arrived(shop)
    await refunded(shop, wish(checkout.order.id, 500))
    await shop.work()
    told = {"payment_intent_id": "pi_1", "currency": "GBP"}
    await shop.deliver("charge.refunded", "ch_pi_1", **told, amount="500")
    await shop.work()
    assert shop.attention == []
    await shop.deliver("charge.refunded", "ch_pi_1", **told, amount="700")
    await shop.work()
    assert [item.reason for item in shop.attention] == ["charge.refunded"]
