"""Sign up: an account that waits for its mailbox to confirm it."""

from dataclasses import dataclass

from application.identity.ports import BeginIdentityWork, IdentityWork, Passwords
from application.identity.write_account_mail import WriteAccountMail
from application.shared.outcomes import Unavailable
from application.shared.ports import Clock, NewId
from domain.identity.account import Account
from domain.identity.email import canonical_email
from domain.identity.email_ticket import TicketPurpose
from domain.identity.password_rules import PasswordRules
from domain.identity.user_name import checked_user_name
from domain.notifications.mail import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    email: str
    password: str
    user_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUp:
    """Takes the same steps for an address that is new, waits to be confirmed, or has an account.

    The password goes into the ticket, and into the account when that ticket confirms it.
    """

    begin: BeginIdentityWork
    passwords: Passwords
    rules: PasswordRules
    write_mail: WriteAccountMail
    clock: Clock
    new_id: NewId

    async def __call__(self, wish: NewAccount) -> None:
        """Raises EmailInvalid, UserNameInvalid or PasswordTooWeak; all else only the mail tells."""
        email, user_name = canonical_email(wish.email), checked_user_name(wish.user_name)
        self.rules.check(wish.password, email=email, user_name=user_name)
        password_hash = await self.passwords.hash(wish.password)
        async with self.begin() as work:
            account = await self._account(work, email, user_name)
            if account.is_confirmed:
                template, purpose = Template.ACCOUNT_EXISTS, TicketPurpose.RESET
                proposed = {}
            else:
                template, purpose = Template.ACCOUNT_CONFIRM, TicketPurpose.CONFIRM
                proposed = {"password_hash": password_hash, "user_name": user_name}
            await self.write_mail.with_link(
                work, template, account, purpose, self.clock.now(), **proposed
            )
            await work.commit()

    async def _account(self, work: IdentityWork, email: str, user_name: str) -> Account:
        """The one that has the address, made now if there was none."""
        await work.accounts.add(
            Account(id=self.new_id(), email=email, user_name=user_name, created_at=self.clock.now())
        )
        found = await work.accounts.find_by_email(email)
        account = await work.accounts.lock(found.id) if found else None
        if account is None or account.email != email:
            # It gave the address away between two statements; the next try makes a new one.
            raise Unavailable("accounts", "The address has just changed hands.")
        return account
