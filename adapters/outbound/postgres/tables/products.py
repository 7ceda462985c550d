"""Products: one picture in one frame, once."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

products = Table(
    "products",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("picture_id", Uuid, ForeignKey("pictures.id"), nullable=False),
    Column("frame_size", String, nullable=False),
    Column("frame_style", String, nullable=False),
    Column("frame_material", String, nullable=False),
    Column("sku", String, nullable=False),
    Column("attributes", JSONB, nullable=False),
    Column("fingerprint", String, nullable=False, unique=True),
    moment("created_at"),
    Column("has_picture", Boolean, nullable=False, server_default=text("true")),
    Column("design_id", Uuid),
    Column("design_revision", Integer),
    Column("render_id", Uuid),
    CheckConstraint(
        "num_nulls(design_id, design_revision, render_id) IN (0, 3)", name="whole_design"
    ),
)
Index("ix_products_owner", products.c.owner_id)
Index("ix_products_picture", products.c.picture_id)
