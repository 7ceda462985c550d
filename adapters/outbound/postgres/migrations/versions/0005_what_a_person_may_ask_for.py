"""What a person may ask for: their address book, an export of their data, and to be erased."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"

# What is only ever added to, and the columns in it that may speak of a person. A transaction that
# erases a person says so, and may then change these columns and nothing else.
PERSONAL_COLUMNS = {
    "inbox": ("body",),
    "timeline": ("why",),
    "cart_history": ("actor_id", "device", "request_id", "details"),
}

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 0
        AND current_setting('passepartout.erasing', true) = 'on'
    THEN
        IF TG_LEVEL = 'STATEMENT' THEN
            RETURN NULL;
        END IF;
        IF to_jsonb(OLD) - TG_ARGV = to_jsonb(NEW) - TG_ARGV THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""


def upgrade() -> None:
    _addresses()
    _personal_exports()
    _walls()


def _addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("address", postgresql.JSONB(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_addresses")),
    )
    op.create_index("ix_addresses_owner", "addresses", ["owner_id", "created_at", "id"])
    op.create_index(
        "uq_addresses_default",
        "addresses",
        ["owner_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )


def _personal_exports() -> None:
    op.create_table(
        "personal_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("asset_key", sa.String(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('queued', 'processing', 'completed', 'failed', 'expired')",
            name=op.f("ck_personal_exports_status_is_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_exports")),
        sa.UniqueConstraint("asset_key", name=op.f("uq_personal_exports_asset_key")),
    )
    op.create_index(
        "uq_personal_exports_under_way",
        "personal_exports",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('queued', 'processing')"),
    )
    op.create_index(
        "ix_personal_exports_newest", "personal_exports", ["account_id", "requested_at"]
    )
    op.create_index(
        "ix_personal_exports_unexpired",
        "personal_exports",
        ["requested_at"],
        postgresql_where=sa.text("status IN ('queued', 'processing', 'completed')"),
    )


def _walls() -> None:
    op.create_index(
        "ix_inbox_bodies",
        "inbox",
        ["received_at"],
        postgresql_where=sa.text("body <> ''::bytea"),
    )
    op.execute(REFUSE_CHANGE)
    for table, columns in PERSONAL_COLUMNS.items():
        listed = ", ".join(f"'{column}'" for column in columns)
        # A statement that changes nothing is refused as well, so both levels are needed.
        op.execute(f"DROP TRIGGER {table}_is_append_only ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change({listed})"
        )
        op.execute(
            f"CREATE TRIGGER {table}_keeps_its_facts BEFORE UPDATE "
            f"ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change({listed})"
        )
