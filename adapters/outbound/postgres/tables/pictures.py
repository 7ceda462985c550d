"""The pictures of every owner; the files themselves are with Assets."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

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
    UniqueConstraint("owner_id", "original_sha256"),
    UniqueConstraint("asset_key"),
    CheckConstraint("width_px > 0 AND height_px > 0 AND bytes_count > 0", name="has_size"),
)
Index("ix_pictures_newest", pictures.c.owner_id, pictures.c.created_at, pictures.c.id)
