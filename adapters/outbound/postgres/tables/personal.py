"""What a person saves for themselves: addresses, and exports of all that is known of them."""

from sqlalchemy import Boolean, CheckConstraint, Column, Index, String, Table, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB

from adapters.outbound.postgres.tables.metadata import id_column, metadata, moment

addresses = Table(
    "addresses",
    metadata,
    id_column(),
    Column("owner_id", Uuid, nullable=False),
    Column("address", JSONB, nullable=False),
    Column("is_default", Boolean, nullable=False),
    moment("created_at"),
)
Index("ix_addresses_owner", addresses.c.owner_id, addresses.c.created_at, addresses.c.id)
Index(
    "uq_addresses_default",
    addresses.c.owner_id,
    unique=True,
    postgresql_where=text("is_default"),
)

# In words, not as parameters, so that statements can name the index by it.
EXPORT_IS_UNDER_WAY = text("status IN ('queued', 'processing')")

personal_exports = Table(
    "personal_exports",
    metadata,
    id_column(),
    Column("account_id", Uuid, nullable=False),
    Column("status", String, nullable=False),
    Column("asset_key", String, nullable=False, unique=True),
    moment("requested_at"),
    moment("completed_at", nullable=True),
    moment("ends_at", nullable=True),
    CheckConstraint(
        "status IN ('queued', 'processing', 'completed', 'failed', 'expired')",
        name="status_is_known",
    ),
)
Index(
    "uq_personal_exports_under_way",
    personal_exports.c.account_id,
    unique=True,
    postgresql_where=EXPORT_IS_UNDER_WAY,
)
Index("ix_personal_exports_newest", personal_exports.c.account_id, personal_exports.c.requested_at)
Index(
    "ix_personal_exports_unexpired",
    personal_exports.c.requested_at,
    postgresql_where=text("status IN ('queued', 'processing', 'completed')"),
)
