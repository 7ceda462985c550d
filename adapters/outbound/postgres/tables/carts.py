"""Carts and their lines: one active cart per owner, one line per product, both by constraint."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

carts = Table(
    "carts",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("status", String, nullable=False, server_default=text("'active'")),
    Column("currency", String(3), nullable=False),
    Column("version", Integer, nullable=False, server_default=text("0")),
    moment("created_at", default_now=True),
    moment("updated_at", default_now=True),
)
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
    UniqueConstraint("cart_id", "product_id"),
    CheckConstraint("quantity > 0", name="quantity_is_positive"),
)
