"""Every collection of mails keeps one per reason."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

from domain.notifications.mail import Mail, Template
from domain.orders.order import Order
from tests.contract.persistence import Persistence
from tests.contract.sample_account import a_ticket, kept_account
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


async def test_a_mail_may_tell_of_an_account_and_bring_a_ticket(persistence: Persistence) -> None:
    account = await kept_account(persistence)
    ticket = a_ticket(account)
    mail = replace(
        await a_mail(persistence), order_id=None, account_id=account.id, ticket_id=ticket.id
    )
    async with persistence.begin() as work:
        await work.tickets.add(ticket)
        assert await work.mails.add(mail)
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert await work.mails.get(mail.id) == mail


async def test_mails_of_a_kind_to_an_address_are_counted(persistence: Persistence) -> None:
    recipient = f"ada-{uuid4()}@buyer.example"
    mail = replace(await a_mail(persistence), recipient=recipient)
    async with persistence.begin() as work:
        for age in (0, 1, 2, 3):
            at = NOON - timedelta(minutes=age)
            await work.mails.add(replace(mail, id=uuid4(), dedupe_key=str(uuid4()), created_at=at))
        await work.commit()
    since = NOON - timedelta(minutes=2)
    async with persistence.begin(reading=True) as work:
        assert await work.mails.count_since(recipient, mail.template, since) == 3
        assert await work.mails.count_since(recipient, Template.PASSWORD_RESET, since) == 0
        assert await work.mails.count_since(f"x{recipient}", mail.template, since) == 0
