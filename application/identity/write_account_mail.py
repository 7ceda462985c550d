"""Write a mail about an account down, together with the job that sends it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.identity.ports import IdentityWork, TicketTokens
from application.shared.ports import NewId
from domain.identity.account import Account
from domain.identity.email_ticket import EmailTicket, TicketPurpose
from domain.notifications.mail import Mail, Template
from domain.operations.job import JobKind, NewJob

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketLifetimes:
    confirm: timedelta = timedelta(hours=24)
    reset: timedelta = timedelta(hours=1)
    change_email: timedelta = timedelta(hours=24)

    def of(self, purpose: TicketPurpose) -> timedelta:
        return {
            TicketPurpose.CONFIRM: self.confirm,
            TicketPurpose.RESET: self.reset,
            TicketPurpose.CHANGE_EMAIL: self.change_email,
        }[purpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteAccountMail:
    """At most `mails_per_hour` of a kind to one address; more are silently not written.

    Whoever asks is told the same either way: a limit that showed would tell about addresses.
    """

    tokens: TicketTokens
    new_id: NewId
    lifetimes: TicketLifetimes
    mails_per_hour: int

    async def notice(
        self,
        work: IdentityWork,
        template: Template,
        recipient: str,
        account: Account | None,
        at: datetime,
    ) -> None:
        """Only to tell; `account` is None for an address that has none."""
        if await self._is_enough(work, template, recipient, at):
            return
        await self._write(work, template, recipient, account, None, at)

    async def with_link(
        self,
        work: IdentityWork,
        template: Template,
        account: Account,
        purpose: TicketPurpose,
        at: datetime,
        *,
        email: str | None = None,
        password_hash: str | None = None,
        user_name: str | None = None,
    ) -> None:
        """With a ticket for `purpose`, to the account's address or to the new one given."""
        recipient = email or account.email
        if await self._is_enough(work, template, recipient, at):
            return
        ticket_id = self.new_id()
        token = self.tokens.token_of(ticket_id, purpose)
        ticket = EmailTicket(
            id=ticket_id,
            account_id=account.id,
            purpose=purpose,
            email=recipient,
            token_hash=self.tokens.hash_of(token),
            created_at=at,
            expires_at=at + self.lifetimes.of(purpose),
            password_hash=password_hash,
            user_name=user_name,
        )
        await work.tickets.add(ticket)
        await self._write(work, template, recipient, account, ticket.id, at)

    async def _is_enough(
        self, work: IdentityWork, template: Template, recipient: str, at: datetime
    ) -> bool:
        return await work.mails.count_since(recipient, template, at - HOUR) >= self.mails_per_hour

    async def _write(
        self,
        work: IdentityWork,
        template: Template,
        recipient: str,
        account: Account | None,
        ticket_id: UUID | None,
        at: datetime,
    ) -> None:
        mail_id = self.new_id()
        mail = Mail(
            id=mail_id,
            account_id=account.id if account else None,
            ticket_id=ticket_id,
            template=template,
            # Each asking is a reason of its own.
            dedupe_key=f"{template.value}:{mail_id}",
            recipient=recipient,
            data={"name": _name(account, recipient)},
            created_at=at,
        )
        await work.mails.add(mail)
        job = NewJob(
            kind=JobKind.SEND_MAIL,
            dedupe_key=f"mail:{mail.dedupe_key}",
            payload={"mail_id": str(mail.id)},
        )
        await work.jobs.add([job])


def _name(account: Account | None, recipient: str) -> str:
    """Empty for a mailbox that has not confirmed: a stranger's words must not be put into it."""
    if account is None or not account.is_confirmed or recipient != account.email:
        return ""
    return account.user_name
