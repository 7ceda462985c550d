"""Ask whether a log-in still stands, for those whose access tokens must not outlive it."""

from dataclasses import dataclass
from uuid import UUID

from application.identity.ports import BeginIdentityWork


@dataclass(frozen=True, slots=True, kw_only=True)
class IsLoginAlive:
    begin: BeginIdentityWork

    async def __call__(self, session_id: UUID) -> bool:
        async with self.begin(reading=True) as work:
            return await work.logins.is_alive(session_id)
