"""Products and order lines of designs, which may be ordered without a cart."""

import importlib

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

WHOLE_DESIGN = "num_nulls(design_id, design_revision, render_id) IN (0, 3)"

# The cart's functions tell of each product which design it is; the rest of them is as 0010 left it.
PICTURES = importlib.import_module(
    "adapters.outbound.postgres.migrations.versions.0010_pictures_in_a_gallery"
)
TOLD = """product.created_at, product.has_picture,
    product.design_id, product.design_revision, product.render_id"""


def upgrade() -> None:
    for table in ("products", "order_lines"):
        op.add_column(table, sa.Column("design_id", sa.Uuid()))
        op.add_column(table, sa.Column("design_revision", sa.Integer()))
        op.add_column(table, sa.Column("render_id", sa.Uuid()))
        op.create_check_constraint(op.f(f"ck_{table}_whole_design"), table, WHOLE_DESIGN)
    op.create_index(
        "ix_order_lines_render",
        "order_lines",
        ["render_id"],
        postgresql_where=sa.text("render_id IS NOT NULL"),
    )
    for function in PICTURES.FUNCTIONS:
        told = function.replace("product.created_at", TOLD)
        op.execute(told.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))
