"""Products: one picture in one frame, once."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Uuid
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
)
Index("ix_products_owner", products.c.owner_id)
Index("ix_products_picture", products.c.picture_id)
