"""Resumable uploads; the parts themselves are with Assets until the picture is made."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Index,
    String,
    Table,
    Uuid,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

uploads = Table(
    "uploads",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("bytes_total", BigInteger, nullable=False),
    Column("bytes_received", BigInteger, nullable=False),
    Column("begun", ARRAY(String), nullable=False),
    Column("parts", ARRAY(String), nullable=False),
    Column("name", String, nullable=True),
    Column("declared_type", String, nullable=True),
    moment("created_at"),
    moment("expires_at"),
    moment("finishing_until", nullable=True),
    Column("picture_id", Uuid, nullable=True),
    Column("refusal", JSONB(none_as_null=True), nullable=True),
    CheckConstraint("bytes_received BETWEEN 0 AND bytes_total", name="no_more_than_announced"),
    CheckConstraint("picture_id IS NULL OR refusal IS NULL", name="one_end"),
)
Index("ix_uploads_owner", uploads.c.owner_id, uploads.c.expires_at)
Index("ix_uploads_expires_at", uploads.c.expires_at)
