"""Refunds that we ask for, with the key and the bytes of every try."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Uuid,
)

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

refunds = Table(
    "refunds",
    metadata,
    id_column(),
    Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False),
    Column("payment_intent_id", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("idempotency_key", String, nullable=False, unique=True),
    Column("request_body", LargeBinary, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("reason", String, nullable=False),
    Column("note", String, nullable=False),
    Column("actor", String, nullable=False),
    moment("intended_at"),
    Column("state", String, nullable=False),
    Column("refund_id", String, unique=True),
    Column("problem", String),
    CheckConstraint("amount > 0", name="amount_is_positive"),
    CheckConstraint("state IN ('intended', 'made', 'refused')", name="state_is_known"),
)
Index("ix_refunds_order", refunds.c.order_id, refunds.c.intended_at)
