"""How far the providers' lists were read, in PostgreSQL."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.reconciliation import reconcile_marks
from domain.reconciliation.mark import Mark


class PostgresMarks:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def get(self, name: str) -> Mark:
        found = await self._connection.execute(
            select(reconcile_marks).where(reconcile_marks.c.name == name)
        )
        row = found.mappings().one_or_none()
        return Mark(name=name) if row is None else Mark(**row)

    async def save(self, mark: Mark) -> None:
        values = asdict(mark)
        await self._connection.execute(
            insert(reconcile_marks)
            .values(values)
            .on_conflict_do_update(index_elements=["name"], set_=values)
        )
