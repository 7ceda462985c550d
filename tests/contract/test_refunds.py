"""Every collection of refunds keeps one for each key, with the bytes of its first try."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from domain.orders.order import Order
from domain.payments.facts import FactKind, PaymentFact
from domain.payments.refund import Refund, RefundReason, RefundState, refund_key
from domain.shared.money import Money
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order


def a_refund(order_id: UUID, purpose: str = "staff-1") -> Refund:
    return Refund(
        id=uuid4(),
        order_id=order_id,
        payment_intent_id="pi_1",
        purpose=purpose,
        idempotency_key=refund_key(order_id, "pi_1", purpose),
        request_body=b'{"amount":500}',
        amount=Money(500, "GBP"),
        reason=RefundReason.DUPLICATE,
        note="The frame came scratched.",
        actor="staff",
        intended_at=NOON,
    )


async def kept(persistence: Persistence, *refunds: Refund) -> Order:
    order = an_order()
    async with persistence.begin() as work:
        await work.orders.add(order)
        for refund in refunds:
            assert await work.refunds.add(replace(refund, order_id=order.id))
        await work.commit()
    return order


async def test_a_refund_comes_back_as_it_was_intended(persistence: Persistence) -> None:
    first = a_refund(uuid4())
    second = replace(a_refund(uuid4(), "staff-2"), intended_at=NOON + timedelta(seconds=1))
    order = await kept(persistence, second, first)
    async with persistence.begin(reading=True) as work:
        found = await work.refunds.of_order(order.id)
        assert list(found) == [
            replace(first, order_id=order.id),
            replace(second, order_id=order.id),
        ]
        assert await work.refunds.get(first.id) == found[0]


async def test_a_key_that_is_known_adds_nothing(persistence: Persistence) -> None:
    refund = a_refund(uuid4())
    order = await kept(persistence, refund)
    async with persistence.begin() as work:
        again = replace(refund, id=uuid4(), order_id=order.id, request_body=b"other")
        assert not await work.refunds.add(again)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        [only] = await work.refunds.of_order(order.id)
    assert only.request_body == refund.request_body


async def test_only_what_became_of_a_refund_changes(persistence: Persistence) -> None:
    refund = a_refund(uuid4())
    order = await kept(persistence, refund)
    made = replace(refund, order_id=order.id).made(f"re_{refund.id}")
    async with persistence.begin() as work:
        await work.refunds.save(replace(made, request_body=b"other", amount=Money(1, "GBP")))
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert await work.refunds.get(refund.id) == made
    assert made.state is RefundState.MADE


async def test_an_order_is_found_by_a_second_payment_as_well(persistence: Persistence) -> None:
    order, payment = await kept(persistence), f"pi_{uuid4()}"
    fact = PaymentFact(
        order_id=order.id,
        kind=FactKind.SUCCEEDED,
        object_id="cs_2",
        amount=Money(500, "GBP"),
        seen_at=NOON,
        payment_intent_id=payment,
    )
    async with persistence.begin() as work:
        await work.payment_facts.add(fact)
        found = await work.orders.lock_by_payment(payment)
        assert found is not None
        assert found.id == order.id
        assert await work.orders.lock_by_payment(f"{payment}x") is None
