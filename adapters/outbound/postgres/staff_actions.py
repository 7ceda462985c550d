"""What staff did by hand, in PostgreSQL; a trigger refuses to change or delete a row."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.reconciliation import staff_actions
from domain.reconciliation.staff_action import StaffAction


class PostgresStaffActions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, action: StaffAction) -> None:
        await self._connection.execute(insert(staff_actions).values(asdict(action)))

    async def of(self, subject: str) -> Sequence[StaffAction]:
        columns = [column for column in staff_actions.c if column.name != "id"]
        found = await self._connection.execute(
            select(*columns).where(staff_actions.c.subject == subject).order_by(staff_actions.c.id)
        )
        return [StaffAction(**row) for row in found.mappings()]
