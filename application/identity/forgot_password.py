"""Ask for a link to choose a new password."""

from dataclasses import dataclass
from datetime import datetime

from application.identity.ports import BeginIdentityWork, IdentityWork
from application.identity.write_account_mail import WriteAccountMail
from application.resilience.ports import RateLimits
from application.shared.ports import Clock, NewId
from domain.identity.email import canonical_email
from domain.identity.email_ticket import TicketPurpose
from domain.notifications.mail import Template
from domain.resilience.budgets import account_key
from domain.resilience.rate_class import RateClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgotPassword:
    """An address without an account gets a mail that says so: only its owner learns of it.

    That also makes both cases cost the same, so that the time tells nothing either.
    """

    begin: BeginIdentityWork
    limits: RateLimits
    write_mail: WriteAccountMail
    clock: Clock
    new_id: NewId

    async def __call__(self, email: str) -> None:
        """Raises EmailInvalid or TooManyRequests."""
        email, now = canonical_email(email), self.clock.now()
        await self.limits.admit(RateClass.RESET, account_key(email))
        async with self.begin() as work:
            found = await work.accounts.find_by_email(email)
            if found is None:
                await self._say_there_is_none(work, email, now)
            else:
                account = await work.accounts.lock(found.id)
                await self.write_mail.with_link(
                    work, Template.PASSWORD_RESET, account, TicketPurpose.RESET, now
                )
            await work.commit()

    async def _say_there_is_none(self, work: IdentityWork, email: str, at: datetime) -> None:
        # As many statements as for an account: its lock, and the ticket written down.
        nobody = self.new_id()
        await work.tickets.find(nobody)
        await work.tickets.use_up(nobody, (TicketPurpose.RESET,), at)
        await self.write_mail.notice(work, Template.ACCOUNT_UNKNOWN, email, None, at)
