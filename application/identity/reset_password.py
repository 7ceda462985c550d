"""Choose a new password with a link that was mailed."""

from dataclasses import dataclass

from application.identity.open_ticket import OpenTicket
from application.identity.ports import BeginIdentityWork, Passwords
from application.identity.write_account_mail import WriteAccountMail
from application.shared.ports import Clock
from domain.identity.email_ticket import TicketPurpose
from domain.identity.password_rules import PasswordRules
from domain.identity.refusals import TicketInvalid
from domain.notifications.mail import Template

RESETTING = (TicketPurpose.RESET,)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    token: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResetPassword:
    """Ends all sessions. It also confirms the account: the link proved who has the mailbox."""

    begin: BeginIdentityWork
    open_ticket: OpenTicket
    passwords: Passwords
    rules: PasswordRules
    write_mail: WriteAccountMail
    clock: Clock

    async def __call__(self, wish: NewPassword) -> None:
        """Raises TicketInvalid, TicketExpired or PasswordTooWeak, which leaves the ticket good."""
        now = self.clock.now()
        # Hashing is slow, so it is done between two works and only for a ticket that is good.
        async with self.begin(reading=True) as work:
            _, account = await self.open_ticket.look(work, wish.token, RESETTING, now)
        self.rules.check(wish.password, email=account.email, user_name=account.user_name)
        password_hash = await self.passwords.hash(wish.password)
        async with self.begin() as work:
            ticket, account = await self.open_ticket.use(work, wish.token, RESETTING, now)
            if account.email != ticket.email:
                raise TicketInvalid
            await work.accounts.save(account.recover(password_hash, now))
            # Also sign-ups of others, and a move to an address that an intruder may have asked for.
            await work.tickets.use_up(account.id, tuple(TicketPurpose), now)
            await work.logins.end_all(account.id, now, "password_reset")
            await self.write_mail.notice(
                work, Template.PASSWORD_CHANGED, account.email, account, now
            )
            await work.commit()
