"""How far the providers' lists were read, and what staff did by hand."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Index, String, Table, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import metadata, moment

reconcile_marks = Table(
    "reconcile_marks",
    metadata,
    Column("name", String, primary_key=True),
    moment("read_until", nullable=True),
    moment("until", nullable=True),
    Column("cursor", String),
)

staff_actions = Table(
    "staff_actions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    moment("at"),
    Column("actor_id", Uuid, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("order_id", Uuid, ForeignKey("orders.id")),
    Column("details", JSONB, nullable=False),
)
Index("ix_staff_actions_subject", staff_actions.c.subject, staff_actions.c.id)
