"""Show somebody's own account."""

from dataclasses import dataclass
from uuid import UUID

from application.identity.ports import BeginIdentityWork
from domain.identity.account import Account


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowProfile:
    begin: BeginIdentityWork

    async def __call__(self, account_id: UUID) -> Account:
        """Raises AccountNotFound."""
        async with self.begin(reading=True) as work:
            return await work.accounts.get(account_id)
