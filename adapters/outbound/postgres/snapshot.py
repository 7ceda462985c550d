"""Works that see one moment of the database, wait for nobody and can change nothing."""

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.work import PostgresBegin


def snapshots(engine: AsyncEngine) -> PostgresBegin:
    """For views that are put together from several statements; a row lock is refused there."""
    return PostgresBegin(
        engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    )
