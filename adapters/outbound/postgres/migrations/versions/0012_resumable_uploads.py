"""Uploads that may be interrupted and gone on with."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("bytes_total", sa.BigInteger(), nullable=False),
        sa.Column("bytes_received", sa.BigInteger(), nullable=False),
        sa.Column("begun", ARRAY(sa.String()), nullable=False),
        sa.Column("parts", ARRAY(sa.String()), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("declared_type", sa.String(), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("expires_at", moment, nullable=False),
        sa.Column("finishing_until", moment, nullable=True),
        sa.Column("picture_id", sa.Uuid(), nullable=True),
        sa.Column("refusal", JSONB(), nullable=True),
        sa.CheckConstraint(
            "bytes_received BETWEEN 0 AND bytes_total",
            name=op.f("ck_uploads_no_more_than_announced"),
        ),
        sa.CheckConstraint(
            "picture_id IS NULL OR refusal IS NULL", name=op.f("ck_uploads_one_end")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index("ix_uploads_owner", "uploads", ["owner_id", "expires_at"])
    op.create_index("ix_uploads_expires_at", "uploads", ["expires_at"])
