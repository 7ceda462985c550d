"""What is only ever added to: webhooks taken in, payment facts, the timeline; and staff's list."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import metadata, moment

inbox = Table(
    "inbox",
    metadata,
    Column("provider", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("object_id", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    moment("received_at"),
    PrimaryKeyConstraint("provider", "event_id"),
)

Index("ix_inbox_bodies", inbox.c.received_at, postgresql_where=text("body <> ''::bytea"))

payment_facts = Table(
    "payment_facts",
    metadata,
    Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False),
    Column("kind", String, nullable=False),
    Column("object_id", String, nullable=False),
    Column("amount", Integer, nullable=False),
    Column("currency", String(3), nullable=False),
    moment("seen_at"),
    Column("payment_intent_id", String, nullable=False, server_default=text("''")),
    # A charge's refunds grow, so the amount is part of what makes a fact a new one.
    PrimaryKeyConstraint("order_id", "kind", "object_id", "amount"),
)

Index(
    "ix_payment_facts_captured",
    payment_facts.c.payment_intent_id,
    postgresql_where=text("kind = 'succeeded'"),
)

timeline = Table(
    "timeline",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False),
    moment("at"),
    Column("actor", String, nullable=False),
    Column("event", String, nullable=False),
    Column("why", String, nullable=False),
    Column("before", String),
    Column("after", String),
    Column("data", JSONB, nullable=False),
)
Index("ix_timeline_order", timeline.c.order_id, timeline.c.id)

attention_items = Table(
    "attention_items",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("dedupe_key", String, nullable=False, unique=True),
    Column("reason", String, nullable=False),
    Column("order_id", Uuid, ForeignKey("orders.id")),
    moment("at"),
    Column("details", JSONB, nullable=False),
    moment("resolved_at", nullable=True),
    Column("resolved_by", String),
    Column("resolution", String),
    Column("note", String),
)
Index("ix_attention_items_order", attention_items.c.order_id, attention_items.c.at)
Index(
    "ix_attention_items_open",
    attention_items.c.order_id,
    postgresql_where=text("resolved_at IS NULL"),
)

heartbeats = Table(
    "heartbeats",
    metadata,
    Column("process", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("pid", Integer, nullable=False),
    moment("seen_at", default_now=True),
)
