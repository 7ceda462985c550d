"""Reconciled: how far the providers' lists were read, and how staff closed what they looked at."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    for name in ("resolved_by", "resolution", "note"):
        op.add_column("attention_items", sa.Column(name, sa.String(), nullable=True))
    op.create_table(
        "reconcile_marks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("read_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cursor", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reconcile_marks")),
    )
    _staff_actions()
    # The kind has another name now, and no worker would know these any more.
    op.execute("DELETE FROM jobs WHERE kind = 'expire_checkouts'")


def _staff_actions() -> None:
    op.create_table(
        "staff_actions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("details", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_staff_actions_order_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_actions")),
    )
    op.create_index("ix_staff_actions_subject", "staff_actions", ["subject", "id"])
    op.execute(
        "CREATE TRIGGER staff_actions_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON staff_actions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
