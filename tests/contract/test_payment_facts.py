"""Every collection of payment facts is a set that only grows."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from domain.payments.facts import FactKind, PaymentFact
from domain.shared.money import Money
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order


async def test_facts_come_back_as_they_were_seen(persistence: Persistence) -> None:
    order = an_order()
    facts = [
        PaymentFact(
            order_id=order.id,
            kind=kind,
            object_id=f"obj_{place}",
            amount=Money(100 * place, "GBP"),
            seen_at=NOON + timedelta(seconds=place),
            payment_intent_id=f"pi_{order.id}_{place % 2}",
        )
        for place, kind in enumerate(FactKind)
    ]
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.payment_facts.add(*facts[::-1])
        await work.payment_facts.add()
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert list(await work.payment_facts.of(order.id)) == facts
        assert list(await work.payment_facts.of(uuid4())) == []


async def test_a_known_fact_changes_nothing(persistence: Persistence) -> None:
    order = an_order()
    fact = PaymentFact(
        order_id=order.id,
        kind=FactKind.REFUNDED,
        object_id="ch_1",
        amount=Money(100, "GBP"),
        seen_at=NOON,
    )
    later = replace(fact, seen_at=NOON + timedelta(days=1))
    more = replace(later, amount=Money(250, "GBP"))
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.payment_facts.add(fact)
        await work.payment_facts.add(later, more, more)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert list(await work.payment_facts.of(order.id)) == [fact, more]
