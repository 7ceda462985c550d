"""Mailed tickets in PostgreSQL."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.identity import email_tickets as tickets
from domain.identity.email_ticket import EmailTicket, TicketPurpose


class PostgresEmailTickets:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, ticket: EmailTicket) -> None:
        row = asdict(ticket) | {"purpose": ticket.purpose.value}
        await self._connection.execute(insert(tickets).values(row))

    async def find(self, ticket_id: UUID) -> EmailTicket | None:
        found = await self._connection.execute(select(tickets).where(tickets.c.id == ticket_id))
        row = found.mappings().one_or_none()
        if row is None:
            return None
        return EmailTicket(**{**row, "purpose": TicketPurpose(row["purpose"])})

    async def use(self, ticket_id: UUID, at: datetime) -> bool:
        done = await self._connection.execute(
            update(tickets)
            .where(tickets.c.id == ticket_id, tickets.c.used_at.is_(None))
            .values(used_at=at, password_hash=None, user_name=None)
        )
        return done.rowcount == 1

    async def use_up(
        self, account_id: UUID, purposes: Collection[TicketPurpose], at: datetime
    ) -> int:
        done = await self._connection.execute(
            update(tickets)
            .where(
                tickets.c.account_id == account_id,
                tickets.c.purpose.in_([purpose.value for purpose in purposes]),
                tickets.c.used_at.is_(None),
            )
            .values(used_at=at, password_hash=None, user_name=None)
        )
        return done.rowcount

    async def forget(self, expired_before: datetime, limit: int) -> int:
        over = (
            select(tickets.c.id)
            .where(tickets.c.expires_at < expired_before)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        done = await self._connection.execute(delete(tickets).where(tickets.c.id.in_(over)))
        return done.rowcount
