"""Administrators in memory."""

from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.identity.account import Account
from domain.identity.caller import Role


class MemoryAdmins:
    def __init__(self, store: MemoryStore) -> None:
        self._accounts: Table[UUID, Account] = store.table("users")

    async def lock_all(self) -> frozenset[UUID]:
        return frozenset(
            account.id
            for account in self._accounts
            if account.role is Role.ADMIN and account.erased_at is None
        )
