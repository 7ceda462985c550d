"""Designs, what they looked like revision by revision, and the renders made of them."""

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
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

renders = Table(
    "renders",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("kind", String, nullable=False),
    Column("fingerprint", String, nullable=False),
    Column("design_id", Uuid, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("picture_id", Uuid, nullable=False),
    Column("parameters", JSONB, nullable=False),
    Column("plan", JSONB(none_as_null=True)),
    Column("status", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("attempts_max", Integer, nullable=False),
    Column("progress", Integer, nullable=False, server_default=text("0")),
    Column("asset_key", String),
    Column("width_px", Integer),
    Column("height_px", Integer),
    Column("bytes_count", Integer),
    Column("md5", String),
    Column("sha256", String),
    Column("problem", String),
    moment("created_at"),
    moment("finished_at", nullable=True),
    UniqueConstraint("owner_id", "kind", "fingerprint", name="uq_renders_one_of_a_look"),
    UniqueConstraint("asset_key"),
    CheckConstraint("(kind = 'final') = (plan IS NOT NULL)", name="final_has_plan"),
    CheckConstraint("progress BETWEEN 0 AND 100", name="progress_is_of_100"),
    CheckConstraint("(status = 'completed') = (asset_key IS NOT NULL)", name="file_when_completed"),
)

designs = Table(
    "designs",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("status", String, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("picture_id", Uuid, nullable=False),
    Column("original_design_id", Uuid),
    Column("render_id", Uuid, ForeignKey("renders.id")),
    moment("created_at"),
    moment("updated_at"),
    CheckConstraint("(status = 'draft') = (render_id IS NULL)", name="final_has_render"),
)
Index("ix_designs_newest", designs.c.owner_id, designs.c.created_at, designs.c.id)
Index("ix_designs_render", designs.c.render_id)

design_revisions = Table(
    "design_revisions",
    metadata,
    Column("design_id", Uuid, ForeignKey("designs.id", ondelete="CASCADE"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("parameters", JSONB, nullable=False),
    moment("at"),
    CheckConstraint("revision > 0", name="counts_from_one"),
)
