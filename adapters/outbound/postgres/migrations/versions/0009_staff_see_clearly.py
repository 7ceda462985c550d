"""Staff see clearly: what they accepted, what the lab does not know, and lists by index."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.drop_index("ix_dropships_unheard_of", "dropships")
    op.create_index(
        "ix_dropships_unheard_of",
        "dropships",
        ["checked_at"],
        postgresql_where=sa.text(
            "status IN ('submitted', 'on_hold', 'in_production', 'shipped', 'failed')"
        ),
    )
    op.create_index("ix_attention_items_order", "attention_items", ["order_id", "at"])
    op.create_index("ix_jobs_order", "jobs", [sa.text("(payload ->> 'order_id')")])
    op.create_index("ix_orders_placed", "orders", ["placed_at", "id"])
    op.create_index("ix_orders_status", "orders", ["status", "placed_at", "id"])
    op.create_index(
        "ix_orders_held",
        "orders",
        ["placed_at", "id"],
        postgresql_where=sa.text("held_because IS NOT NULL"),
    )
    for searched in ("number", "email"):
        op.create_index(
            f"ix_orders_{searched}_begins",
            "orders",
            [sa.text(f"lower({searched}) text_pattern_ops")],
        )
    # Last, because they keep readers out as well until the end; a new index keeps writers waiting.
    op.add_column("orders", sa.Column("accepted_minor", sa.Integer(), nullable=True))
    op.add_column("dropships", sa.Column("unseen_since", sa.DateTime(timezone=True), nullable=True))
