"""How often a production order was tried, and whether the lab was asked to cancel it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("dropships", sa.Column("cancellation", sa.String(), nullable=True))
    op.add_column(
        "dropships", sa.Column("tries", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
