"""Mails in memory."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.notifications.mail import Mail, Template


class MemoryMails:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Mail] = store.table("mails")

    async def add(self, mail: Mail) -> bool:
        if mail.id in self._rows or any(row.dedupe_key == mail.dedupe_key for row in self._rows):
            return False
        self._rows.put(mail.id, mail)
        return True

    async def get(self, mail_id: UUID) -> Mail:
        mail = self._rows.get(mail_id)
        if mail is None:
            raise LookupError(f"There is no mail {mail_id}.")
        return mail

    async def mark_sent(self, mail_id: UUID, at: datetime) -> None:
        self._rows.put(mail_id, replace(await self.get(mail_id), sent_at=at))

    async def count_since(self, recipient: str, template: Template, since: datetime) -> int:
        return sum(
            row.recipient == recipient and row.template is template and row.created_at >= since
            for row in self._rows
        )
