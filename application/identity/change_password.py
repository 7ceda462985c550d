"""Change the password of somebody who is logged in and knows the current one."""

from dataclasses import dataclass
from uuid import UUID

from application.identity.ports import BeginIdentityWork, Passwords
from application.identity.prove_password import ProvePassword
from application.identity.write_account_mail import WriteAccountMail
from application.shared.ports import Clock
from domain.identity.email_ticket import TicketPurpose
from domain.identity.password_rules import PasswordRules
from domain.identity.refusals import PasswordWrong
from domain.notifications.mail import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChange:
    """`session_id` is the log-in that asks, which stays."""

    account_id: UUID
    session_id: UUID | None
    current: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePassword:
    """Ends all other sessions."""

    begin: BeginIdentityWork
    prove: ProvePassword
    passwords: Passwords
    rules: PasswordRules
    write_mail: WriteAccountMail
    clock: Clock

    async def __call__(self, wish: PasswordChange) -> None:
        """Raises PasswordWrong, PasswordTooWeak or AccountNotFound."""
        account = await self.prove(wish.account_id, wish.current)
        known_hash = account.password_hash
        self.rules.check(
            wish.new, email=account.email, user_name=account.user_name, field="newPassword"
        )
        password_hash = await self.passwords.hash(wish.new)
        now = self.clock.now()
        async with self.begin() as work:
            account = await work.accounts.lock(wish.account_id)
            # Somebody else changed it while we hashed: what was proved is worth nothing now.
            if account.password_hash != known_hash:
                raise PasswordWrong(field="currentPassword")
            await work.accounts.save(account.choose_password(password_hash))
            await work.tickets.use_up(account.id, tuple(TicketPurpose), now)
            await work.logins.end_all(
                account.id, now, "password_changed", except_for=wish.session_id
            )
            await self.write_mail.notice(
                work, Template.PASSWORD_CHANGED, account.email, account, now
            )
            await work.commit()
