"""The pictures of every owner and of the shop; the files themselves are with Assets."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

# In words, not as parameters, so that the planner knows the index by it.
IS_LISTED = text("deleted_at IS NULL AND strpos(original_sha256, '+') = 0")
NO_WIDTHS = text("'{}'")

pictures = Table(
    "pictures",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("media_type", String, nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("bytes_count", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("md5", String, nullable=False),
    Column("original_sha256", String, nullable=False),
    Column("original_name", String, nullable=False),
    Column("asset_key", String, nullable=False),
    moment("created_at"),
    Column("thumbnail_widths", ARRAY(Integer), nullable=False, server_default=NO_WIDTHS),
    moment("deleted_at", nullable=True),
    UniqueConstraint("owner_id", "original_sha256"),
    UniqueConstraint("asset_key"),
    CheckConstraint("width_px > 0 AND height_px > 0 AND bytes_count > 0", name="has_size"),
)
# What a gallery shows, so that any page of it is read by the index alone.
Index(
    "ix_pictures_listed",
    pictures.c.owner_id,
    pictures.c.created_at,
    pictures.c.id,
    postgresql_where=IS_LISTED,
)

curated_pictures = Table(
    "curated_pictures",
    metadata,
    id_column(),
    Column("title", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("width_px", Integer, nullable=False),
    Column("height_px", Integer, nullable=False),
    Column("bytes_count", Integer, nullable=False),
    Column("sha256", String, nullable=False),
    Column("md5", String, nullable=False),
    Column("original_sha256", String, nullable=False, unique=True),
    Column("asset_key", String, nullable=False, unique=True),
    moment("created_at"),
    Column("thumbnail_widths", ARRAY(Integer), nullable=False, server_default=NO_WIDTHS),
    CheckConstraint("width_px > 0 AND height_px > 0 AND bytes_count > 0", name="has_size"),
)
Index("ix_curated_pictures_newest", curated_pictures.c.created_at, curated_pictures.c.id)
