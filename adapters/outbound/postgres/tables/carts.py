"""Carts: one active cart per owner, one line per product, both by constraint; and their past."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

carts = Table(
    "carts",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("status", String, nullable=False, server_default=text("'active'")),
    Column("currency", String(3), nullable=False),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("merged_into", Uuid, ForeignKey("carts.id")),
    moment("created_at", default_now=True),
    moment("updated_at", default_now=True),
    CheckConstraint("status IN ('active', 'merged', 'expired')", name="status_is_known"),
    CheckConstraint("(status = 'merged') = (merged_into IS NOT NULL)", name="merged_into_a_cart"),
)
Index("ix_carts_merged_into", carts.c.merged_into, postgresql_where=text("merged_into IS NOT NULL"))
Index("ix_carts_owner", carts.c.owner_id)
Index(
    "uq_carts_active_owner",
    carts.c.owner_id,
    unique=True,
    postgresql_where=text("status = 'active'"),
)

cart_lines = Table(
    "cart_lines",
    metadata,
    id_column(),
    Column("cart_id", Uuid, ForeignKey("carts.id", ondelete="CASCADE"), nullable=False),
    Column("product_id", Uuid, ForeignKey("products.id"), nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("price_amount", Integer, nullable=False),
    Column("price_currency", String(3), nullable=False),
    moment("added_at"),
    # At the end of a statement: one and the same may take a line out and put its product in anew.
    UniqueConstraint("cart_id", "product_id", deferrable=True, initially="IMMEDIATE"),
    CheckConstraint("quantity > 0", name="quantity_is_positive"),
)

cart_history = Table(
    "cart_history",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("cart_id", Uuid, ForeignKey("carts.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("actor_id", String, nullable=False),
    Column("device", String, nullable=False),
    Column("request_id", String, nullable=False),
    moment("at"),
    Column("differences", JSONB, nullable=False),
    Column("details", JSONB, nullable=False),
)
Index("ix_cart_history_cart", cart_history.c.cart_id, cart_history.c.id)

cart_operations = Table(
    "cart_operations",
    metadata,
    Column("owner_id", Uuid, nullable=False),
    Column("operation_id", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("result", JSONB, nullable=False),
    moment("at", default_now=True),
    PrimaryKeyConstraint("owner_id", "operation_id"),
)
Index("ix_cart_operations_age", cart_operations.c.at)

cart_merges = Table(
    "cart_merges",
    metadata,
    id_column(),
    Column("guest_id", Uuid, nullable=False),
    Column("guest_cart_id", Uuid, ForeignKey("carts.id"), nullable=False),
    Column("user_id", Uuid, nullable=False),
    Column("user_cart_id", Uuid, ForeignKey("carts.id"), nullable=False),
    Column("strategy", String, nullable=False),
    moment("at"),
    Column("version_after", Integer, nullable=False),
    Column("user_cart_before", JSONB, nullable=False),
    Column("moved", JSONB, nullable=False),
    Column("report", JSONB, nullable=False),
    moment("undone_at", nullable=True),
)
Index("ix_cart_merges_user", cart_merges.c.user_id, cart_merges.c.guest_id, cart_merges.c.at)
