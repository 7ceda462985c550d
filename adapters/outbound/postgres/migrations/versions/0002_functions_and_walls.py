"""The functions of the cart, and the walls around what is only ever added to."""

from alembic import op

revision = "0002"
down_revision = "0001"

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
    (SELECT ({PRODUCT})::text FROM products AS product
     WHERE product.id = p_wanted AND product.owner_id = p_owner)
"""  # noqa: S608 - only constants of this module are put in

READ_CART = f"""
CREATE FUNCTION read_cart(p_owner uuid)
RETURNS TABLE (id uuid, currency varchar, version int, lines text, wanted text)
LANGUAGE sql STABLE AS $$
    SELECT cart.id, cart.currency, cart.version, {LINES}, NULL::text
    FROM carts AS cart WHERE cart.owner_id = p_owner AND cart.status = 'active'
$$
"""  # noqa: S608 - only constants of this module are put in

# An owner without a cart gets an empty one that is nowhere yet.
OPEN_CART = f"""
CREATE FUNCTION open_cart(p_owner uuid, p_wanted uuid)
RETURNS TABLE (id uuid, currency varchar, version int, lines text, wanted text)
LANGUAGE sql STABLE AS $$
    SELECT cart.id, cart.currency, cart.version, {LINES}, {WANTED}
    FROM (SELECT p_owner AS owner_id) AS buyer
    LEFT JOIN carts AS cart ON cart.owner_id = buyer.owner_id AND cart.status = 'active'
$$
"""  # noqa: S608 - only constants of this module are put in

# A volatile function sees a new snapshot in each of its statements: the lines are read after the
# lock on the cart was granted, in the same round trip.
LOCK_CART = f"""
CREATE FUNCTION lock_cart(p_owner uuid, p_new_id uuid, p_currency varchar, p_wanted uuid)
RETURNS TABLE (id uuid, currency varchar, version int, lines text, wanted text)
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
    RETURN QUERY
        SELECT cart.id, cart.currency, cart.version, {LINES}, {WANTED}
        FROM carts AS cart WHERE cart.id = locked;
END
$$
"""  # noqa: S608 - only constants of this module are put in

REFUSE_CHANGE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$
"""


def upgrade() -> None:
    op.execute(READ_CART)
    op.execute(OPEN_CART)
    op.execute(LOCK_CART)
    op.execute(REFUSE_CHANGE)
    for table in ("timeline", "payment_facts", "inbox"):
        op.execute(
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
