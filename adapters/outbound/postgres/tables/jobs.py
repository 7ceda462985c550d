"""The to-do list, and the answers kept for Idempotency-Keys."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import metadata, moment

jobs = Table(
    "jobs",
    metadata,
    Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),
    Column("kind", String, nullable=False),
    Column("dedupe_key", String, nullable=False, unique=True),
    Column("payload", JSONB, nullable=False),
    Column("state", String, nullable=False, server_default=text("'ready'")),
    Column("attempt", Integer, nullable=False, server_default=text("0")),
    Column("outages", Integer, nullable=False, server_default=text("0")),
    moment("run_at", default_now=True),
    moment("rung_at", nullable=True),
    moment("lease_until", nullable=True),
    Column("lease_token", Uuid),
    Column("last_error", String),
    moment("created_at", default_now=True),
    moment("finished_at", nullable=True),
    CheckConstraint("state IN ('ready', 'leased', 'done', 'dead')", name="state_is_known"),
)
Index("ix_jobs_order", text("(payload ->> 'order_id')"), _table=jobs)
Index(
    "ix_jobs_payment",
    text("(payload ->> 'payment_intent_id')"),
    _table=jobs,
    postgresql_where=text("kind = 'handle_stripe_event' AND state <> 'done'"),
)
Index("ix_jobs_ready", jobs.c.run_at, postgresql_where=text("state = 'ready'"))
Index("ix_jobs_leased", jobs.c.lease_until, postgresql_where=text("state = 'leased'"))
Index("ix_jobs_done", jobs.c.finished_at, postgresql_where=text("state = 'done'"))
Index("ix_jobs_dead", jobs.c.created_at, postgresql_where=text("state = 'dead'"))

replies = Table(
    "replies",
    metadata,
    Column("owner_id", Uuid, nullable=False),
    Column("key", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("answer", JSONB),
    moment("at", default_now=True),
    PrimaryKeyConstraint("owner_id", "key"),
)
Index("ix_replies_age", replies.c.at)
