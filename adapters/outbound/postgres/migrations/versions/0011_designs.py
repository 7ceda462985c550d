"""Designs, their revisions, and the jobs that render them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"

MOMENT = sa.DateTime(timezone=True)

# A revision is never changed, and goes only together with its whole design.
KEEP_REVISION = """
CREATE FUNCTION keep_design_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM designs WHERE id = OLD.design_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'design_revisions is append-only';
END
$$
"""
# What was finalised may have been paid for: it keeps its revision and its render, and is deleted
# by nobody but who erases a person. Its status and its owner may change.
KEEP_FINAL = """
CREATE FUNCTION keep_final_design() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF current_setting('passepartout.erasing', true) = 'on' THEN
            RETURN OLD;
        END IF;
    ELSIF (NEW.id, NEW.revision, NEW.picture_id, NEW.render_id)
        IS NOT DISTINCT FROM (OLD.id, OLD.revision, OLD.picture_id, OLD.render_id)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'design % is final', OLD.id;
END
$$
"""
WALLS = (
    """
    CREATE TRIGGER design_revisions_is_append_only BEFORE UPDATE OR DELETE ON design_revisions
    FOR EACH ROW EXECUTE FUNCTION keep_design_revision()
    """,
    """
    CREATE TRIGGER design_revisions_is_kept BEFORE TRUNCATE ON design_revisions
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """,
    """
    CREATE TRIGGER designs_final_is_final BEFORE UPDATE OR DELETE ON designs
    FOR EACH ROW WHEN (OLD.render_id IS NOT NULL) EXECUTE FUNCTION keep_final_design()
    """,
)


def upgrade() -> None:
    _renders()
    _designs()
    for statement in (KEEP_REVISION, KEEP_FINAL, *WALLS):
        op.execute(statement)


def _renders() -> None:
    op.create_table(
        "renders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("design_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=False),
        sa.Column("parameters", JSONB(), nullable=False),
        sa.Column("plan", JSONB()),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("attempts_max", sa.Integer(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False, server_default=sa.text("0")),
        sa.Column("asset_key", sa.String()),
        sa.Column("width_px", sa.Integer()),
        sa.Column("height_px", sa.Integer()),
        sa.Column("bytes_count", sa.Integer()),
        sa.Column("md5", sa.String()),
        sa.Column("sha256", sa.String()),
        sa.Column("problem", sa.String()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.CheckConstraint(
            "(kind = 'final') = (plan IS NOT NULL)", name=op.f("ck_renders_final_has_plan")
        ),
        sa.CheckConstraint(
            "progress BETWEEN 0 AND 100", name=op.f("ck_renders_progress_is_of_100")
        ),
        sa.CheckConstraint(
            "(status = 'completed') = (asset_key IS NOT NULL)",
            name=op.f("ck_renders_file_when_completed"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_renders")),
        sa.UniqueConstraint("asset_key", name=op.f("uq_renders_asset_key")),
        sa.UniqueConstraint("owner_id", "kind", "fingerprint", name="uq_renders_one_of_a_look"),
    )


def _designs() -> None:
    op.create_table(
        "designs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("picture_id", sa.Uuid(), nullable=False),
        sa.Column("original_design_id", sa.Uuid()),
        sa.Column("render_id", sa.Uuid()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(status = 'draft') = (render_id IS NULL)", name=op.f("ck_designs_final_has_render")
        ),
        sa.ForeignKeyConstraint(["render_id"], ["renders.id"], name=op.f("fk_designs_render_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_designs")),
    )
    op.create_index("ix_designs_newest", "designs", ["owner_id", "created_at", "id"])
    op.create_index("ix_designs_render", "designs", ["render_id"])
    op.create_table(
        "design_revisions",
        sa.Column("design_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("parameters", JSONB(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_design_revisions_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["design_id"],
            ["designs.id"],
            name=op.f("fk_design_revisions_design_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("design_id", "revision", name=op.f("pk_design_revisions")),
    )
