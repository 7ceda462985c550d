"""People with an account, and the tickets that were sent to their mailboxes."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, String, Table, Uuid, text

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

# An erased account keeps its row, with an address that nobody can have: its old one is free again.
users = Table(
    "users",
    metadata,
    id_column(),
    Column("email", String, nullable=False, unique=True),
    Column("user_name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("password_hash", String),
    Column("phone", String),
    Column("accepts_marketing", Boolean, nullable=False, server_default=text("false")),
    moment("created_at"),
    moment("confirmed_at", nullable=True),
    moment("erased_at", nullable=True),
)

email_tickets = Table(
    "email_tickets",
    metadata,
    id_column(),
    Column("account_id", Uuid, ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("purpose", String, nullable=False),
    Column("email", String, nullable=False),
    Column("token_hash", String, nullable=False, unique=True),
    Column("password_hash", String),
    Column("user_name", String),
    moment("created_at"),
    moment("expires_at"),
    moment("used_at", nullable=True),
)
Index(
    "ix_email_tickets_open",
    email_tickets.c.account_id,
    postgresql_where=text("used_at IS NULL"),
)
