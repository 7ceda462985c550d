"""Accounts in memory."""

from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.identity.account import Account
from domain.identity.email_ticket import EmailTicket
from domain.identity.refusals import AccountNotFound, EmailTaken
from domain.notifications.mail import Mail


class MemoryAccounts:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Account] = store.table("users")
        self._tickets: Table[UUID, EmailTicket] = store.table("email_tickets")
        self._mails: Table[UUID, Mail] = store.table("mails")

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

    async def forget_unconfirmed(self, before: datetime, limit: int) -> int:
        waiting = {ticket.account_id for ticket in self._tickets}
        stale = [
            row.id
            for row in self._rows
            if not row.is_confirmed
            and row.erased_at is None
            and row.created_at < before
            and row.id not in waiting
        ][:limit]
        for account_id in stale:
            self._rows.remove(account_id)
        for mail in self._mails:
            if mail.account_id in stale:
                self._mails.remove(mail.id)
        return len(stale)

    def _has_other(self, account: Account) -> bool:
        return any(row.email == account.email and row.id != account.id for row in self._rows)
