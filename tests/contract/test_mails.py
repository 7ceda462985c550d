"""Every collection of mails keeps one per reason."""

import asyncio
from dataclasses import replace
from uuid import uuid4

from domain.notifications.mail import Mail, Template
from domain.orders.order import Order
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON
from tests.contract.sample_order import an_order


async def a_mail(persistence: Persistence) -> Mail:
    """Not kept yet; its order is."""
    order: Order = an_order()
    async with persistence.begin() as work:
        await work.orders.add(order)
        await work.commit()
    return Mail(
        id=uuid4(),
        order_id=order.id,
        template=Template.ORDER_CONFIRMED,
        dedupe_key=f"order_confirmed:{order.id}",
        recipient="zoë@buyer.example",
        data={"number": "PP-100001", "lines": [{"title": "Zoë", "quantity": 2}], "gift": None},
        created_at=NOON,
    )


async def added(persistence: Persistence, mail: Mail) -> bool:
    async with persistence.begin() as work:
        is_new = await work.mails.add(mail)
        await work.commit()
    return is_new


async def test_a_mail_comes_back_as_it_was_added(persistence: Persistence) -> None:
    mail = await a_mail(persistence)
    assert await added(persistence, mail)
    async with persistence.begin(reading=True) as work:
        assert await work.mails.get(mail.id) == mail


async def test_the_same_reason_is_one_mail(persistence: Persistence) -> None:
    mail = await a_mail(persistence)
    twins = [replace(mail, id=uuid4()) for _ in range(10)]
    assert sum(await asyncio.gather(*(added(persistence, twin) for twin in twins))) == 1
    other = replace(mail, id=uuid4(), dedupe_key=f"order_shipped:{mail.order_id}")
    assert await added(persistence, other)


async def test_a_mail_that_went_out_says_when(persistence: Persistence) -> None:
    mail = await a_mail(persistence)
    await added(persistence, mail)
    async with persistence.begin() as work:
        await work.mails.mark_sent(mail.id, NOON)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert (await work.mails.get(mail.id)).sent_at == NOON
