"""What the three-way check adds up in SQL is what `domain.payments.sums` adds up, for any facts."""

from dataclasses import replace
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.three_way_statements import MONEY
from adapters.outbound.postgres.work import PostgresBegin
from domain.orders.status import OrderStatus
from domain.payments.facts import FactKind, PaymentFact
from domain.payments.sums import captured_minor, refunded_minor
from domain.shared.money import Money
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order

ORDERS = 400
SUMS = text(
    f"WITH {MONEY} SELECT order_id, captured, refunded FROM money WHERE order_id IN :wanted"  # noqa: S608
).bindparams(bindparam("wanted", expanding=True))


def facts_of(order_id: UUID, dice: Random) -> list[PaymentFact]:
    """Of few payments, objects and amounts, so that they meet; also of what cannot happen."""
    return [
        PaymentFact(
            order_id=order_id,
            kind=dice.choice(list(FactKind)),
            object_id=f"{dice.choice(('a', 'b', 'c'))}_{order_id}",
            amount=Money(dice.choice((0, 1, 10, 25, 100)), "GBP"),
            seen_at=NOON,
            payment_intent_id=dice.choice(("", f"pi_1_{order_id}", f"pi_2_{order_id}")),
        )
        for _ in range(dice.randrange(1, 9))
    ]


async def test_both_sums_are_the_same_for_random_facts(postgres_engine: AsyncEngine) -> None:
    seed = Random().randrange(10**6)  # noqa: S311
    dice, begin = Random(seed), PostgresBegin(postgres_engine)  # noqa: S311
    orders = [
        replace(an_order(lines=1), status=OrderStatus.CANCELLED, cart_id=uuid4())
        for _ in range(ORDERS)
    ]
    async with begin() as work:
        for order in orders:
            await work.orders.add(order)
            await work.payment_facts.add(*facts_of(order.id, dice))
        await work.commit()
    async with postgres_engine.connect() as connection:
        rows = await connection.execute(SUMS, {"wanted": [order.id for order in orders]})
        summed = {row.order_id: (row.captured, row.refunded) for row in rows}
    async with begin(reading=True) as work:
        for order in orders:
            # As they are kept: of facts with one key the first stays.
            facts = await work.payment_facts.of(order.id)
            expected = (captured_minor(facts), refunded_minor(facts))
            assert summed.get(order.id, (0, 0)) == expected, (seed, facts)
