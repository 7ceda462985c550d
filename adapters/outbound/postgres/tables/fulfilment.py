"""Production orders at the print lab and the mails that tell of them."""

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

dropships = Table(
    "dropships",
    metadata,
    id_column(),
    Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False),
    Column("line_id", Uuid, ForeignKey("order_lines.id"), nullable=False),
    Column("fulfilment_no", Integer, nullable=False),
    Column("idempotency_key", String, nullable=False, unique=True),
    Column("callback_token", String, nullable=False, unique=True),
    Column("request_body", LargeBinary, nullable=False),
    Column("status", String, nullable=False),
    Column("provider_order_id", String, unique=True),
    Column("problem", String),
    Column("shipments", JSONB, nullable=False),
    moment("checked_at", nullable=True),
    Column("cancellation", String),
    Column("tries", Integer, nullable=False, server_default=text("0")),
    moment("unseen_since", nullable=True),
    UniqueConstraint("order_id", "line_id", "fulfilment_no"),
)
Index(
    "ix_dropships_unheard_of",
    dropships.c.checked_at,
    postgresql_where=text(
        "status IN ('submitted', 'on_hold', 'in_production', 'shipped', 'failed')"
    ),
)

mails = Table(
    "mails",
    metadata,
    id_column(),
    Column("order_id", Uuid, ForeignKey("orders.id")),
    Column("account_id", Uuid, ForeignKey("users.id")),
    # No foreign key: a mail whose ticket was deleted must still be known to have had one.
    Column("ticket_id", Uuid),
    Column("template", String, nullable=False),
    Column("dedupe_key", String, nullable=False, unique=True),
    Column("recipient", String, nullable=False),
    Column("data", JSONB, nullable=False),
    moment("created_at"),
    moment("sent_at", nullable=True),
)
# How many of a kind went to one address lately.
Index("ix_mails_to_an_address", mails.c.recipient, mails.c.template, mails.c.created_at)
Index("ix_mails_account_id", mails.c.account_id)
