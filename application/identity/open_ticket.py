"""Take back a ticket that was mailed: the account it is for, locked, and the ticket used."""

from dataclasses import dataclass
from datetime import datetime

from application.identity.ports import IdentityWork, TicketTokens
from domain.identity.account import Account
from domain.identity.email_ticket import EmailTicket, TicketPurpose
from domain.identity.refusals import AccountNotFound, TicketInvalid


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenTicket:
    tokens: TicketTokens

    async def look(
        self, work: IdentityWork, token: str, purposes: tuple[TicketPurpose, ...], at: datetime
    ) -> tuple[EmailTicket, Account]:
        """Without using it. Raises TicketInvalid or TicketExpired."""
        ticket = await self._checked(work, token, purposes, at)
        try:
            return ticket, await work.accounts.get(ticket.account_id)
        except AccountNotFound as error:
            raise TicketInvalid from error

    async def use(
        self, work: IdentityWork, token: str, purposes: tuple[TicketPurpose, ...], at: datetime
    ) -> tuple[EmailTicket, Account]:
        """The ticket as it was before. Raises TicketInvalid or TicketExpired."""
        ticket = await self._checked(work, token, purposes, at)
        try:
            # The account first: whoever changes its tickets waits for whoever has begun.
            account = await work.accounts.lock(ticket.account_id)
        except AccountNotFound as error:
            raise TicketInvalid from error
        if not await work.tickets.use(ticket.id, at):
            raise TicketInvalid
        return ticket, account

    async def _checked(
        self, work: IdentityWork, token: str, purposes: tuple[TicketPurpose, ...], at: datetime
    ) -> EmailTicket:
        ticket = await work.tickets.find(self.tokens.read(token))
        if ticket is None:
            raise TicketInvalid
        ticket.check(purposes, self.tokens.hash_of(token), at)
        return ticket
