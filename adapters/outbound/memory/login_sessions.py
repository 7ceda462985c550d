"""Log-ins and their refresh tokens in memory."""

from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from application.shared.ports import Clock
from domain.identity.login_session import LoginSession, RefreshToken


class MemoryLoginSessions:
    """`clock` stands in for the database's own."""

    def __init__(self, store: MemoryStore, clock: Clock) -> None:
        self._rows: Table[UUID, LoginSession] = store.table("login_sessions")
        self._tokens: Table[str, RefreshToken] = store.table("refresh_tokens")
        self._clock = clock

    async def add(self, session: LoginSession, token: RefreshToken) -> None:
        self._rows.put(session.id, session)
        self._tokens.put(token.token_hash, token)

    async def lock_by_token(self, token_hash: str) -> tuple[LoginSession, RefreshToken] | None:
        token = self._tokens.get(token_hash)
        session = self._rows.get(token.session_id) if token else None
        return (session, token) if session and token else None

    async def save(self, session: LoginSession, newest: RefreshToken | None = None) -> None:
        self._rows.put(session.id, session)
        if newest is not None:
            self._tokens.put(newest.token_hash, newest)

    async def end(self, session_id: UUID, at: datetime, reason: str) -> None:
        session = self._rows.get(session_id)
        if session is not None:
            self._rows.put(session_id, session.end(at, reason))

    async def is_alive(self, session_id: UUID) -> bool:
        session = self._rows.get(session_id)
        if session is None or session.ended_at is not None:
            return False
        return session.expires_at > self._clock.now()

    async def forget(self, over_before: datetime, unused_since: datetime, limit: int) -> int:
        over = [
            row.id
            for row in self._rows
            if row.expires_at < over_before
            or row.rotated_at < unused_since
            or (row.ended_at is not None and row.ended_at < over_before)
        ][:limit]
        for token in self._tokens:
            if token.session_id in over:
                self._tokens.remove(token.token_hash)
        for session_id in over:
            self._rows.remove(session_id)
        return len(over)

    async def end_all(
        self, account_id: UUID, at: datetime, reason: str, except_for: UUID | None = None
    ) -> int:
        ending = [
            row
            for row in self._rows
            if row.account_id == account_id and row.ended_at is None and row.id != except_for
        ]
        for row in ending:
            self._rows.put(row.id, row.end(at, reason))
        return len(ending)
