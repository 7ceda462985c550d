"""Log-ins, and the hashes of all refresh tokens they ever had."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Uuid, text

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

login_sessions = Table(
    "login_sessions",
    metadata,
    id_column(),
    Column("account_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("device", String, nullable=False),
    moment("created_at"),
    moment("rotated_at"),
    moment("expires_at"),
    Column("generation", Integer, nullable=False),
    moment("ended_at", nullable=True),
    Column("ended_because", String),
    Column("guest_id", Uuid),
)
Index(
    "ix_login_sessions_alive",
    login_sessions.c.account_id,
    postgresql_where=text("ended_at IS NULL"),
)
Index(
    "ix_login_sessions_guest",
    login_sessions.c.guest_id,
    postgresql_where=text("guest_id IS NOT NULL"),
)

# Rows never change: a hash that is not the newest of its log-in tells that a token was copied.
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("session_id", Uuid, ForeignKey("login_sessions.id", ondelete="CASCADE"), nullable=False),
    Column("generation", Integer, nullable=False),
    moment("issued_at"),
    moment("expires_at"),
)
Index(
    "uq_refresh_tokens_generation",
    refresh_tokens.c.session_id,
    refresh_tokens.c.generation,
    unique=True,
)
