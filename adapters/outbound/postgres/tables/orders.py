"""Orders, their lines, and the checkout session of each."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Sequence,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

# In words, not as parameters, so that statements can name the index by it.
IS_OPEN = text("status IN ('draft', 'awaiting_payment', 'payment_failed')")

order_numbers = Sequence("order_numbers", metadata=metadata)

orders = Table(
    "orders",
    metadata,
    id_column(),
    Column("number", String, nullable=False, unique=True),
    Column("owner_id", Uuid, nullable=False),
    Column("cart_id", Uuid, nullable=False),
    Column("cart_version", Integer, nullable=False, server_default=text("0")),
    Column("status", String, nullable=False),
    Column("email", String, nullable=False),
    Column("address", JSONB, nullable=False),
    Column("shipping_method", String, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("subtotal", Integer, nullable=False),
    Column("shipping", Integer, nullable=False),
    Column("tax", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("tax_percent", Numeric, nullable=False),
    Column("fingerprint", String, nullable=False),
    moment("placed_at"),
    moment("paid_at", nullable=True),
    Column("payment_intent_id", String, unique=True),
    Column("held_because", String),
    Column("accepted_minor", Integer),
    CheckConstraint("subtotal + shipping + tax = total", name="totals_add_up"),
)
Index("ix_orders_newest", orders.c.owner_id, orders.c.placed_at, orders.c.id)
Index("ix_orders_placed", orders.c.placed_at, orders.c.id)
Index("ix_orders_status", orders.c.status, orders.c.placed_at, orders.c.id)
Index(
    "ix_orders_held",
    orders.c.placed_at,
    orders.c.id,
    postgresql_where=text("held_because IS NOT NULL"),
)
# Staff type how a number or an address begins, in whatever case.
for searched in (orders.c.number, orders.c.email):
    Index(
        f"ix_orders_{searched.name}_begins",
        func.lower(searched).label("begins"),
        postgresql_ops={"begins": "text_pattern_ops"},
    )
Index(
    "uq_orders_open_cart",
    orders.c.cart_id,
    unique=True,
    postgresql_where=IS_OPEN,
)

order_lines = Table(
    "order_lines",
    metadata,
    id_column(),
    Column("order_id", Uuid, ForeignKey("orders.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("picture_id", Uuid, nullable=False),
    Column("title", String, nullable=False),
    Column("sku", String, nullable=False),
    Column("attributes", JSONB, nullable=False),
    Column("sizing", String, nullable=False),
    Column("asset_key", String, nullable=False),
    Column("asset_md5", String, nullable=False),
    Column("quantity", Integer, nullable=False),
    Column("unit_price", Integer, nullable=False),
    Column("design_id", Uuid),
    Column("design_revision", Integer),
    Column("render_id", Uuid),
    UniqueConstraint("order_id", "position"),
    CheckConstraint("quantity > 0", name="quantity_is_positive"),
    CheckConstraint(
        "num_nulls(design_id, design_revision, render_id) IN (0, 3)", name="whole_design"
    ),
)
Index("ix_order_lines_picture", order_lines.c.picture_id)
# The prints that wait for a file, once it is there.
Index(
    "ix_order_lines_render",
    order_lines.c.render_id,
    postgresql_where=text("render_id IS NOT NULL"),
)

checkout_sessions = Table(
    "checkout_sessions",
    metadata,
    Column("order_id", Uuid, ForeignKey("orders.id"), primary_key=True),
    Column("idempotency_key", String, nullable=False, unique=True),
    Column("request_body", LargeBinary, nullable=False),
    moment("created_at"),
    moment("expires_at"),
    Column("session_id", String, unique=True),
    Column("url", String),
    moment("settled_at", nullable=True),
)
Index(
    "ix_checkout_sessions_unsettled",
    checkout_sessions.c.expires_at,
    postgresql_where=text("settled_at IS NULL AND session_id IS NOT NULL"),
)
