"""Pictures have thumbnails, may be deleted, and some are shown to everybody."""

import importlib

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0010"
down_revision = "0009"

MOMENT = sa.DateTime(timezone=True)
NO_WIDTHS = sa.text("'{}'")

# The cart's functions tell of each product whether its picture is still there; the rest of them
# is as it was. A last element more does not disturb a process that was started before.
CARTS = importlib.import_module(
    "adapters.outbound.postgres.migrations.versions.0003_carts_that_remember"
)
FUNCTIONS = (
    CARTS.READ_CART,
    CARTS.READ_ANY_CART,
    CARTS.OPEN_CART,
    CARTS.LOCK_CART,
    CARTS.LOCK_CART_HOLDING,
    CARTS.LOCK_CARTS_TO_MERGE,
)


def upgrade() -> None:
    _curated_pictures()
    op.create_index("ix_order_lines_picture", "order_lines", ["picture_id"])
    op.add_column(
        "pictures",
        sa.Column("thumbnail_widths", ARRAY(sa.Integer), nullable=False, server_default=NO_WIDTHS),
    )
    op.add_column("pictures", sa.Column("deleted_at", MOMENT))
    op.drop_index("ix_pictures_newest", "pictures")
    op.create_index(
        "ix_pictures_listed",
        "pictures",
        ["owner_id", "created_at", "id"],
        postgresql_where=sa.text("deleted_at IS NULL AND strpos(original_sha256, '+') = 0"),
    )
    op.add_column(
        "products",
        sa.Column("has_picture", sa.Boolean, nullable=False, server_default=sa.text("true")),
    )
    for function in FUNCTIONS:
        told = function.replace("product.created_at", "product.created_at, product.has_picture")
        op.execute(told.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"))


def _curated_pictures() -> None:
    op.create_table(
        "curated_pictures",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("media_type", sa.String, nullable=False),
        sa.Column("width_px", sa.Integer, nullable=False),
        sa.Column("height_px", sa.Integer, nullable=False),
        sa.Column("bytes_count", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("md5", sa.String, nullable=False),
        sa.Column("original_sha256", sa.String, nullable=False),
        sa.Column("asset_key", sa.String, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("thumbnail_widths", ARRAY(sa.Integer), nullable=False, server_default=NO_WIDTHS),
        sa.CheckConstraint(
            "width_px > 0 AND height_px > 0 AND bytes_count > 0",
            name=op.f("ck_curated_pictures_has_size"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curated_pictures")),
        sa.UniqueConstraint("asset_key", name=op.f("uq_curated_pictures_asset_key")),
        sa.UniqueConstraint("original_sha256", name=op.f("uq_curated_pictures_original_sha256")),
    )
    op.create_index("ix_curated_pictures_newest", "curated_pictures", ["created_at", "id"])
