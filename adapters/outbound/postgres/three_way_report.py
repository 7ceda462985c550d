"""The three-way check in PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.three_way_statements import STATEMENTS
from application.reconciliation.ports import Patience
from domain.reconciliation.mismatch import Mismatch


class PostgresThreeWayReport:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def mismatches(self, at: datetime, patience: Patience) -> Sequence[Mismatch]:
        found = []
        for kind, statement in STATEMENTS.items():
            asked = {
                "production_before": at - patience.production,
                "hold_before": at - patience.hold,
                "lab_before": at - patience.lab,
                "row_limit": patience.limit,
            }
            wanted = {name: asked[name] for name in statement.compile().params}
            rows = await self._connection.execute(statement, wanted)
            found += [
                Mismatch(
                    kind=kind,
                    subject=row.subject,
                    order_id=row.order_id,
                    details={name: str(each) for name, each in row.details.items() if each},
                )
                for row in rows
            ]
        return found
