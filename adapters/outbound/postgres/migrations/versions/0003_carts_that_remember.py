"""Carts that remember: their history, the operations and merges they took in, their checkout."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
NOW = sa.text("now()")

PRODUCT = """
    json_build_array(
        product.id, product.owner_id, product.picture_id, product.frame_size,
        product.frame_style, product.frame_material, product.sku, product.attributes,
        product.created_at
    )
"""

# One text column per cart: a cart of 100 lines is one row to parse, not 100.
LINES = f"""
    coalesce((
        SELECT json_agg(
            json_build_array(
                line.id, line.quantity, line.price_amount, line.price_currency, line.added_at,
                {PRODUCT}
            ) ORDER BY line.added_at, line.id
        )
        FROM cart_lines AS line JOIN products AS product ON product.id = line.product_id
        WHERE line.cart_id = cart.id
    ), '[]')::text
"""  # noqa: S608 - only constants of this module are put in

WANTED = f"""
    (SELECT json_agg({PRODUCT})::text FROM products AS product
     WHERE product.id = ANY(p_wanted) AND product.owner_id = p_owner)
"""  # noqa: S608 - only constants of this module are put in

# The words of the index on open orders, so that it is found.
CHECKOUT = """
    LEFT JOIN orders AS placed ON placed.cart_id = cart.id
        AND placed.status IN ('draft', 'awaiting_payment', 'payment_failed')
"""
ROW = """
RETURNS TABLE (
    id uuid, owner_id uuid, status varchar, currency varchar, version int, lines text, wanted text,
    order_id uuid, order_cart_version int
)
"""
CART = f"""
    SELECT cart.id, cart.owner_id, cart.status, cart.currency, cart.version, {LINES},
        {{wanted}}, placed.id, placed.cart_version
"""

READ_CART = f"""
CREATE FUNCTION read_cart(p_owner uuid) {ROW} LANGUAGE sql STABLE AS $$
    {CART.format(wanted="NULL::text")}
    FROM carts AS cart {CHECKOUT}
    WHERE cart.owner_id = p_owner AND cart.status = 'active'
$$
"""

READ_ANY_CART = f"""
CREATE FUNCTION read_any_cart(p_cart uuid) {ROW} LANGUAGE sql STABLE AS $$
    {CART.format(wanted="NULL::text")}
    FROM carts AS cart {CHECKOUT} WHERE cart.id = p_cart
$$
"""

# An owner without a cart gets an empty one that is nowhere yet.
OPEN_CART = f"""
CREATE FUNCTION open_cart(p_owner uuid, p_wanted uuid[]) {ROW} LANGUAGE sql STABLE AS $$
    {CART.format(wanted=WANTED)}
    FROM (SELECT p_owner AS owner_id) AS buyer
    LEFT JOIN carts AS cart ON cart.owner_id = buyer.owner_id AND cart.status = 'active'
    {CHECKOUT}
$$
"""

# A volatile function sees a new snapshot in each of its statements: the lines are read after the
# lock on the cart was granted, in the same round trip.
LOCK_CART = f"""
CREATE FUNCTION lock_cart(p_owner uuid, p_new_id uuid, p_currency varchar, p_wanted uuid[]) {ROW}
LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    locked uuid;
BEGIN
    SELECT cart.id INTO locked FROM carts AS cart
    WHERE cart.owner_id = p_owner AND cart.status = 'active' FOR UPDATE;
    IF NOT FOUND THEN
        INSERT INTO carts (id, owner_id, currency) VALUES (p_new_id, p_owner, p_currency)
        ON CONFLICT (owner_id) WHERE status = 'active' DO NOTHING;
        SELECT cart.id INTO locked FROM carts AS cart
        WHERE cart.owner_id = p_owner AND cart.status = 'active' FOR UPDATE;
    END IF;
    RETURN QUERY {CART.format(wanted=WANTED)}
    FROM carts AS cart {CHECKOUT} WHERE cart.id = locked;
END
$$
"""  # noqa: S608 - only constants of this module are put in

# Follows a cart into the one it was merged into, however often that has happened.
LOCK_CART_HOLDING = f"""
CREATE FUNCTION lock_cart_holding(p_cart uuid) {ROW} LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    held uuid := p_cart;
    following uuid;
BEGIN
    LOOP
        SELECT cart.merged_into INTO following FROM carts AS cart WHERE cart.id = held FOR UPDATE;
        EXIT WHEN following IS NULL;
        held := following;
    END LOOP;
    RETURN QUERY {CART.format(wanted="NULL::text")}
    FROM carts AS cart {CHECKOUT} WHERE cart.id = held AND cart.status = 'active';
END
$$
"""  # noqa: S608 - only constants of this module are put in

# Two who merge the same carts, or have none yet, wait for each other at the first two locks. Orders
# come before carts, as a payment locks them; then the guest's cart, then the user's.
LOCK_CARTS_TO_MERGE = f"""
CREATE FUNCTION lock_carts_to_merge(
    p_guest uuid, p_user uuid, p_new_id uuid, p_currency varchar
) {ROW} LANGUAGE plpgsql VOLATILE AS $$
#variable_conflict use_column
DECLARE
    guests uuid;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(p_guest::text, 0));
    PERFORM pg_advisory_xact_lock(hashtextextended(p_user::text, 0));
    PERFORM placed.id FROM orders AS placed WHERE placed.owner_id = p_guest
    ORDER BY placed.id FOR NO KEY UPDATE;
    SELECT cart.id INTO guests FROM carts AS cart
    WHERE cart.owner_id = p_guest AND cart.status = 'active' FOR UPDATE;
    RETURN QUERY {CART.format(wanted="NULL::text")}
    FROM carts AS cart {CHECKOUT} WHERE cart.id = guests;
    RETURN QUERY SELECT * FROM lock_cart(p_user, p_new_id, p_currency, ARRAY[]::uuid[]);
END
$$
"""  # noqa: S608 - only constants of this module are put in


def upgrade() -> None:
    op.add_column(
        "orders", sa.Column("cart_version", sa.Integer, nullable=False, server_default="0")
    )
    op.create_index("ix_replies_age", "replies", ["at"])
    op.create_index("ix_products_owner", "products", ["owner_id"])
    _carts()
    _cart_lines()
    _cart_history()
    _cart_operations()
    _cart_merges()
    op.execute("DROP FUNCTION read_cart(uuid)")
    op.execute("DROP FUNCTION open_cart(uuid, uuid)")
    op.execute("DROP FUNCTION lock_cart(uuid, uuid, varchar, uuid)")
    for function in (READ_CART, READ_ANY_CART, OPEN_CART, LOCK_CART, LOCK_CART_HOLDING):
        op.execute(function)
    op.execute(LOCK_CARTS_TO_MERGE)
    op.execute(
        "CREATE TRIGGER cart_history_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON cart_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _carts() -> None:
    op.add_column(
        "carts",
        sa.Column("merged_into", sa.Uuid, sa.ForeignKey("carts.id", name="fk_carts_merged_into")),
    )
    op.create_check_constraint(
        op.f("ck_carts_status_is_known"), "carts", "status IN ('active', 'merged', 'expired')"
    )
    op.create_check_constraint(
        op.f("ck_carts_merged_into_a_cart"),
        "carts",
        "(status = 'merged') = (merged_into IS NOT NULL)",
    )
    op.create_index(
        "ix_carts_merged_into",
        "carts",
        ["merged_into"],
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )
    op.create_index("ix_carts_owner", "carts", ["owner_id"])


def _cart_lines() -> None:
    # Checked at the end of each statement: a batch takes a line out and puts its product in anew.
    op.drop_constraint("uq_cart_lines_cart_id_product_id", "cart_lines")
    op.create_unique_constraint(
        "uq_cart_lines_cart_id_product_id",
        "cart_lines",
        ["cart_id", "product_id"],
        deferrable=True,
        initially="IMMEDIATE",
    )


def _cart_history() -> None:
    op.create_table(
        "cart_history",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("cart_id", sa.Uuid, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("actor_id", sa.String, nullable=False),
        sa.Column("device", sa.String, nullable=False),
        sa.Column("request_id", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("differences", JSONB, nullable=False),
        sa.Column("details", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cart_history"),
        sa.ForeignKeyConstraint(["cart_id"], ["carts.id"], name="fk_cart_history_cart_id"),
    )
    op.create_index("ix_cart_history_cart", "cart_history", ["cart_id", "id"])


def _cart_operations() -> None:
    op.create_table(
        "cart_operations",
        sa.Column("owner_id", sa.Uuid, nullable=False),
        sa.Column("operation_id", sa.String, nullable=False),
        sa.Column("fingerprint", sa.String, nullable=False),
        sa.Column("result", JSONB, nullable=False),
        sa.Column("at", MOMENT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("owner_id", "operation_id", name="pk_cart_operations"),
    )
    op.create_index("ix_cart_operations_age", "cart_operations", ["at"])


def _cart_merges() -> None:
    op.create_table(
        "cart_merges",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("guest_id", sa.Uuid, nullable=False),
        sa.Column("guest_cart_id", sa.Uuid, nullable=False),
        sa.Column("user_id", sa.Uuid, nullable=False),
        sa.Column("user_cart_id", sa.Uuid, nullable=False),
        sa.Column("strategy", sa.String, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("version_after", sa.Integer, nullable=False),
        sa.Column("user_cart_before", JSONB, nullable=False),
        sa.Column("moved", JSONB, nullable=False),
        sa.Column("report", JSONB, nullable=False),
        sa.Column("undone_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_cart_merges"),
        sa.ForeignKeyConstraint(
            ["guest_cart_id"], ["carts.id"], name="fk_cart_merges_guest_cart_id"
        ),
        sa.ForeignKeyConstraint(["user_cart_id"], ["carts.id"], name="fk_cart_merges_user_cart_id"),
    )
    op.create_index("ix_cart_merges_user", "cart_merges", ["user_id", "guest_id", "at"])
