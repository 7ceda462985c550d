"""Accounts in memory."""

from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.identity.account import Account
from domain.identity.refusals import AccountNotFound, EmailTaken


class MemoryAccounts:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Account] = store.table("users")

    async def add(self, account: Account) -> bool:
        if account.id in self._rows or self._has_other(account):
            return False
        self._rows.put(account.id, account)
        return True

    async def get(self, account_id: UUID) -> Account:
        account = self._rows.get(account_id)
        if account is None or account.erased_at is not None:
            raise AccountNotFound
        return account

    async def find_by_email(self, email: str) -> Account | None:
        found = (row for row in self._rows if row.email == email and row.erased_at is None)
        return next(found, None)

    async def lock(self, account_id: UUID) -> Account:
        return await self.get(account_id)

    async def save(self, account: Account) -> None:
        if account.id not in self._rows:
            raise AccountNotFound
        if self._has_other(account):
            raise EmailTaken
        self._rows.put(account.id, account)

    def _has_other(self, account: Account) -> bool:
        return any(row.email == account.email and row.id != account.id for row in self._rows)
