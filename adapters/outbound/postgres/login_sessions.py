"""Log-ins and their refresh tokens in PostgreSQL."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.logins import login_sessions, refresh_tokens
from domain.identity.login_session import LoginSession, RefreshToken

SESSION_COLUMNS = len(login_sessions.c)


class PostgresLoginSessions:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, session: LoginSession, token: RefreshToken) -> None:
        adding = insert(login_sessions).values(asdict(session)).returning(login_sessions.c.id)
        added = adding.cte("added")
        # Both rows in one round trip; the foreign key is checked when the statement has ended.
        await self._connection.execute(insert(refresh_tokens).values(asdict(token)).add_cte(added))

    async def lock_by_token(self, token_hash: str) -> tuple[LoginSession, RefreshToken] | None:
        # The token's row never changes, so that only the log-in must be read after the waiting.
        wanted = (
            select(login_sessions, refresh_tokens)
            .join(refresh_tokens, refresh_tokens.c.session_id == login_sessions.c.id)
            .where(refresh_tokens.c.token_hash == token_hash)
            .with_for_update(of=login_sessions)
        )
        row = (await self._connection.execute(wanted)).one_or_none()
        if row is None:
            return None
        return (
            LoginSession(**_named(login_sessions.c.keys(), row[:SESSION_COLUMNS])),
            RefreshToken(**_named(refresh_tokens.c.keys(), row[SESSION_COLUMNS:])),
        )

    async def save(self, session: LoginSession, newest: RefreshToken | None = None) -> None:
        saving = (
            update(login_sessions)
            .where(login_sessions.c.id == session.id)
            .values(asdict(session))
            .returning(login_sessions.c.id)
        )
        if newest is None:
            await self._connection.execute(saving)
            return
        await self._connection.execute(
            insert(refresh_tokens).values(asdict(newest)).add_cte(saving.cte("saved"))
        )

    async def end(self, session_id: UUID, at: datetime, reason: str) -> None:
        await self._connection.execute(
            update(login_sessions)
            .where(login_sessions.c.id == session_id, login_sessions.c.ended_at.is_(None))
            .values(ended_at=at, ended_because=reason)
        )

    async def is_alive(self, session_id: UUID) -> bool:
        wanted = select(login_sessions.c.id).where(
            login_sessions.c.id == session_id,
            login_sessions.c.ended_at.is_(None),
            login_sessions.c.expires_at > func.now(),
        )
        return (await self._connection.execute(wanted)).first() is not None

    async def forget(self, over_before: datetime, unused_since: datetime, limit: int) -> int:
        over = (
            select(login_sessions.c.id)
            .where(
                or_(
                    login_sessions.c.expires_at < over_before,
                    login_sessions.c.rotated_at < unused_since,
                    login_sessions.c.ended_at < over_before,
                )
            )
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        forgetting = delete(login_sessions).where(login_sessions.c.id.in_(over))
        return (await self._connection.execute(forgetting)).rowcount

    async def end_all(
        self, account_id: UUID, at: datetime, reason: str, except_for: UUID | None = None
    ) -> int:
        ending = update(login_sessions).where(
            login_sessions.c.account_id == account_id, login_sessions.c.ended_at.is_(None)
        )
        if except_for is not None:
            ending = ending.where(login_sessions.c.id != except_for)
        ended = await self._connection.execute(ending.values(ended_at=at, ended_because=reason))
        return ended.rowcount


def _named(names: list[str], values: Any) -> dict[str, Any]:
    return dict(zip(names, values, strict=True))
