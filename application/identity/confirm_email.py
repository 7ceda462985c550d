"""Confirm an address: the one of a new account, or the new one of an account."""

from dataclasses import dataclass
from datetime import datetime

from application.identity.open_ticket import OpenTicket
from application.identity.ports import BeginIdentityWork, IdentityWork
from application.shared.ports import Clock
from domain.identity.account import Account
from domain.identity.email_ticket import EmailTicket, TicketPurpose
from domain.identity.refusals import AccountNotFound, EmailTaken, TicketInvalid

CONFIRMING = (TicketPurpose.CONFIRM, TicketPurpose.CHANGE_EMAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmEmail:
    """A new address ends every session, as it is the name under which one logs in."""

    begin: BeginIdentityWork
    open_ticket: OpenTicket
    clock: Clock

    async def __call__(self, token: str) -> TicketPurpose:
        """What was confirmed. Raises TicketInvalid or TicketExpired."""
        now = self.clock.now()
        async with self.begin() as work:
            ticket, account = await self.open_ticket.use(work, token, CONFIRMING, now)
            if ticket.purpose is TicketPurpose.CONFIRM:
                await self._confirm(work, ticket, account, now)
            else:
                await self._move(work, ticket, account, now)
            await work.commit()
        return ticket.purpose

    async def _confirm(
        self, work: IdentityWork, ticket: EmailTicket, account: Account, at: datetime
    ) -> None:
        if account.is_confirmed or account.email != ticket.email:
            raise TicketInvalid
        # Exactly the credentials of this sign-up; what others proposed for the address is void.
        user_name = ticket.user_name or account.user_name
        await work.accounts.save(account.confirm_as(user_name, ticket.password_hash, at))
        await work.tickets.use_up(account.id, (TicketPurpose.CONFIRM,), at)

    async def _move(
        self, work: IdentityWork, ticket: EmailTicket, account: Account, at: datetime
    ) -> None:
        await self._make_room(work, ticket.email, at)
        try:
            await work.accounts.save(account.move_to(ticket.email))
        except EmailTaken as error:
            # That somebody else has it by now is nobody's business.
            raise TicketInvalid from error
        # What went to the old mailbox opens nothing any more.
        await work.tickets.use_up(account.id, tuple(TicketPurpose), at)
        await work.logins.end_all(account.id, at, "email_changed")

    async def _make_room(self, work: IdentityWork, email: str, at: datetime) -> None:
        """Whoever only signed up with an address must not keep it from whoever reads its mail."""
        found = await work.accounts.find_by_email(email)
        if found is None:
            return
        try:
            holder = await work.accounts.lock(found.id)
        except AccountNotFound:
            return
        if holder.is_confirmed or holder.email != email:
            raise TicketInvalid
        await work.accounts.save(holder.erase(at))
        await work.tickets.use_up(holder.id, tuple(TicketPurpose), at)
