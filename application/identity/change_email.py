"""Ask for another address: the new one must confirm, and the old one is told."""

from dataclasses import dataclass
from uuid import UUID

from application.identity.ports import BeginIdentityWork
from application.identity.prove_password import ProvePassword
from application.identity.write_account_mail import WriteAccountMail
from application.shared.ports import Clock
from domain.identity.email import canonical_email
from domain.identity.email_ticket import TicketPurpose
from domain.identity.refusals import EmailUnchanged, PasswordWrong
from domain.notifications.mail import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChange:
    account_id: UUID
    current_password: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEmail:
    """Answers the same for an address that somebody else has; that link then opens nothing."""

    begin: BeginIdentityWork
    prove: ProvePassword
    write_mail: WriteAccountMail
    clock: Clock

    async def __call__(self, wish: EmailChange) -> None:
        """Raises EmailInvalid, EmailUnchanged, PasswordWrong or AccountNotFound."""
        email = canonical_email(wish.email)
        proved = await self.prove(wish.account_id, wish.current_password)
        if proved.email == email:
            raise EmailUnchanged(field="email")
        now = self.clock.now()
        async with self.begin() as work:
            account = await work.accounts.lock(wish.account_id)
            if account.password_hash != proved.password_hash:
                raise PasswordWrong(field="currentPassword")
            # Only the newest link is good.
            await work.tickets.use_up(account.id, (TicketPurpose.CHANGE_EMAIL,), now)
            await self.write_mail.with_link(
                work,
                Template.EMAIL_CHANGE_CONFIRM,
                account,
                TicketPurpose.CHANGE_EMAIL,
                now,
                email=email,
            )
            await self.write_mail.notice(
                work, Template.EMAIL_CHANGE_TOLD, account.email, account, now
            )
            await work.commit()
