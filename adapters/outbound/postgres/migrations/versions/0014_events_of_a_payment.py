"""Events that wait are found by their payment, when it is taken in."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_index(
        "ix_jobs_payment",
        "jobs",
        [sa.text("(payload ->> 'payment_intent_id')")],
        postgresql_where=sa.text("kind = 'handle_stripe_event' AND state <> 'done'"),
    )
