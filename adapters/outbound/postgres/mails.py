"""Mails in PostgreSQL."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.fulfilment import mails
from domain.notifications.mail import Mail, Template


class PostgresMails:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, mail: Mail) -> bool:
        row = asdict(mail) | {"template": mail.template.value}
        added = await self._connection.execute(
            insert(mails).values(row).on_conflict_do_nothing().returning(mails.c.id)
        )
        return added.first() is not None

    async def get(self, mail_id: UUID) -> Mail:
        found = await self._connection.execute(select(mails).where(mails.c.id == mail_id))
        row = found.mappings().one()
        return Mail(**{**row, "template": Template(row["template"])})

    async def mark_sent(self, mail_id: UUID, at: datetime) -> None:
        await self._connection.execute(
            update(mails).where(mails.c.id == mail_id).values(sent_at=at)
        )

    async def count_since(self, recipient: str, template: Template, since: datetime) -> int:
        counted = await self._connection.execute(
            select(func.count()).where(
                mails.c.recipient == recipient,
                mails.c.template == template.value,
                mails.c.created_at >= since,
            )
        )
        count: int = counted.scalar_one()
        return count
