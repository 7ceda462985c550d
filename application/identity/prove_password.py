"""Ask somebody who is logged in for the password again, before something that a thief would do."""

from dataclasses import dataclass
from uuid import UUID

from application.identity.ports import BeginIdentityWork, Passwords
from application.resilience.ports import RateLimits
from domain.identity.account import Account
from domain.identity.refusals import PasswordWrong
from domain.resilience.budgets import account_key
from domain.resilience.rate_class import RateClass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvePassword:
    """A stolen access token must not guess faster than a log-in, so both are counted together."""

    begin: BeginIdentityWork
    passwords: Passwords
    limits: RateLimits

    async def __call__(self, account_id: UUID, current: str) -> Account:
        """The account as it was. Raises PasswordWrong, AccountNotFound or TooManyRequests."""
        async with self.begin(reading=True) as work:
            account = await work.accounts.get(account_id)
        await self.limits.admit(RateClass.LOG_IN, account_key(account.email))
        if not await self.passwords.verify(current, account.password_hash):
            raise PasswordWrong(field="currentPassword")
        return account
