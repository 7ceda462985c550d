"""Mailed tickets in memory."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.identity.email_ticket import EmailTicket, TicketPurpose


class MemoryEmailTickets:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, EmailTicket] = store.table("email_tickets")

    async def add(self, ticket: EmailTicket) -> None:
        self._rows.put(ticket.id, ticket)

    async def find(self, ticket_id: UUID) -> EmailTicket | None:
        return self._rows.get(ticket_id)

    async def use(self, ticket_id: UUID, at: datetime) -> bool:
        ticket = self._rows.get(ticket_id)
        if ticket is None or ticket.used_at is not None:
            return False
        self._rows.put(ticket_id, ticket.use(at))
        return True

    async def use_up(
        self, account_id: UUID, purposes: Collection[TicketPurpose], at: datetime
    ) -> int:
        opened = [
            row
            for row in self._rows
            if row.account_id == account_id and row.purpose in purposes and row.used_at is None
        ]
        for ticket in opened:
            self._rows.put(ticket.id, ticket.use(at))
        return len(opened)

    async def forget(self, expired_before: datetime, limit: int) -> int:
        over = [row.id for row in self._rows if row.expires_at < expired_before][:limit]
        for ticket_id in over:
            self._rows.remove(ticket_id)
        return len(over)
