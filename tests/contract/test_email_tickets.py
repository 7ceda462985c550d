"""Every collection of tickets lets each of them be used once."""

import asyncio
from uuid import UUID, uuid4

from domain.identity.email_ticket import EmailTicket, TicketPurpose
from tests.contract.persistence import Persistence
from tests.contract.sample_account import a_ticket, kept_account
from tests.contract.sample_goods import NOON


async def keep(persistence: Persistence, *tickets: EmailTicket) -> None:
    async with persistence.begin() as work:
        for ticket in tickets:
            await work.tickets.add(ticket)
        await work.commit()


async def find(persistence: Persistence, ticket_id: UUID) -> EmailTicket | None:
    async with persistence.begin(reading=True) as work:
        return await work.tickets.find(ticket_id)


async def test_a_ticket_comes_back_as_it_was_added(persistence: Persistence) -> None:
    account = await kept_account(persistence)
    ticket = a_ticket(account, password_hash="$hash", user_name="Zoë")
    await keep(persistence, ticket)
    assert await find(persistence, ticket.id) == ticket
    assert await find(persistence, uuid4()) is None


async def test_of_many_who_use_a_ticket_at_once_one_does(persistence: Persistence) -> None:
    ticket = a_ticket(await kept_account(persistence), password_hash="$hash", user_name="Ada")
    await keep(persistence, ticket)

    async def use() -> bool:
        async with persistence.begin() as work:
            is_first = await work.tickets.use(ticket.id, NOON)
            await work.commit()
        return is_first

    assert sum(await asyncio.gather(*(use() for _ in range(10)))) == 1
    # What it proposed is not kept any longer.
    assert await find(persistence, ticket.id) == ticket.use(NOON)


async def test_a_use_that_was_undone_leaves_the_ticket_good(persistence: Persistence) -> None:
    ticket = a_ticket(await kept_account(persistence))
    await keep(persistence, ticket)
    async with persistence.begin() as work:
        assert await work.tickets.use(ticket.id, NOON)
    async with persistence.begin() as work:
        assert await work.tickets.use(ticket.id, NOON)


async def test_a_ticket_that_is_not_there_cannot_be_used(persistence: Persistence) -> None:
    async with persistence.begin() as work:
        assert not await work.tickets.use(uuid4(), NOON)


async def test_using_up_takes_what_is_open_for_the_purpose(persistence: Persistence) -> None:
    account, other = await kept_account(persistence), await kept_account(persistence)
    first, second, used = a_ticket(account), a_ticket(account), a_ticket(account).use(NOON)
    reset, foreign = a_ticket(account, purpose=TicketPurpose.RESET), a_ticket(other)
    await keep(persistence, first, second, used, reset, foreign)
    async with persistence.begin() as work:
        purposes = (TicketPurpose.CONFIRM, TicketPurpose.CHANGE_EMAIL)
        assert await work.tickets.use_up(account.id, purposes, NOON) == 2
        assert await work.tickets.use_up(account.id, purposes, NOON) == 0
        assert not await work.tickets.use(first.id, NOON)
        assert not await work.tickets.use(second.id, NOON)
        assert await work.tickets.use(reset.id, NOON)
        assert await work.tickets.use(foreign.id, NOON)
