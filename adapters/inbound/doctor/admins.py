"""Somebody may run the shop."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound.doctor.finding import Finding, problem, well
from adapters.outbound.postgres.tables.identity import users
from adapters.settings import Settings
from domain.identity.caller import Role

NAME = "administrators"
FIX = "Set DATABASE_URL to a PostgreSQL that runs, and run `passepartout migrate`."
GRANT = "Sign up, then run `passepartout grant admin YOUR-EMAIL`."
COUNT = select(func.count()).where(users.c.role == Role.ADMIN.value, users.c.erased_at.is_(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Administrators:
    engine: AsyncEngine
    settings: Settings

    async def __call__(self) -> list[Finding]:
        async with self.engine.connect() as connection:
            count = (await connection.execute(COUNT)).scalar_one()
        return judge_admins(
            count,
            is_production=self.settings.is_production,
            has_issuer=bool(self.settings.oidc_issuer),
        )


def judge_admins(count: int, *, is_production: bool, has_issuer: bool) -> list[Finding]:
    """A shop that is only tried out may do without one."""
    if has_issuer:
        return [well(NAME, "named by the issuer of accounts")]
    if not count and is_production:
        return [problem(NAME, "there is none", GRANT)]
    return [well(NAME, str(count) if count else "none yet; `passepartout grant` makes one")]
