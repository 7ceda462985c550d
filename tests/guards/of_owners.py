"""Guards of what belongs to whom, and of carts that several devices change at once."""

from tests.guards.guard import Guard

CARTS = "adapters/outbound/postgres/migrations/versions/0003_carts_that_remember.py"
CART_TESTS = "tests/contract/test_carts.py"
CANCEL = "tests/unit/checkout/test_cancel_checkout.py"

OF_OWNERS = (
    Guard(
        name="orders of their owner",
        prevents="Somebody who knows an order's id reads it.",
        fact="I13",
        file="adapters/outbound/postgres/orders.py",
        text="select(orders).where(orders.c.id == order_id, orders.c.owner_id == owner_id)",
        instead="select(orders).where(orders.c.id == order_id)",
        tests=("tests/contract/test_orders.py::test_unknown_and_foreign_orders_are_not_found",),
    ),
    Guard(
        name="products of their owner",
        prevents="Somebody orders a print of somebody else's picture.",
        fact="I13",
        file="adapters/outbound/postgres/products.py",
        text="products.c.id == product_id, products.c.owner_id == owner_id",
        instead="products.c.id == product_id",
        tests=("tests/contract/test_products.py::test_a_product_of_somebody_else_is_not_there",),
    ),
    Guard(
        name="pictures of their owner",
        prevents="Somebody who knows a picture's id sees it.",
        fact="I13",
        file="adapters/outbound/postgres/pictures.py",
        text="pictures.c.id == picture_id, pictures.c.owner_id == owner_id",
        instead="pictures.c.id == picture_id",
        tests=("tests/contract/test_pictures.py::test_somebody_elses_picture_is_not_found",),
    ),
    Guard(
        name="a cart takes its owner's products",
        prevents="Somebody else's product is put into a cart.",
        fact="I13",
        file=CARTS,
        text="product.id = ANY(p_wanted) AND product.owner_id = p_owner",
        instead="product.id = ANY(p_wanted)",
        tests=(f"{CART_TESTS}::test_a_wanted_product_is_loaded_only_for_its_owner",),
    ),
    Guard(
        name="only an owner gives up",
        prevents="Somebody who knows an order's id cancels it.",
        fact="I13",
        file="application/checkout/cancel_checkout.py",
        text="            await work.orders.get(owner.id, order_id)\n",
        instead="",
        tests=(f"{CANCEL}::test_nobody_gives_up_somebody_elses_checkout",),
    ),
    Guard(
        name="only an owner is told the address",
        prevents="Somebody who knows a session's id reads where its order goes.",
        fact="I13",
        file="application/checkout/retrieve_address.py",
        text="await work.orders.get(owner.id, session.order_id)",
        instead="await work.orders.lock(session.order_id)",
        tests=(f"{CANCEL}::test_an_owner_is_told_where_the_order_of_a_page_goes",),
    ),
)

OF_CARTS = (
    Guard(
        name="one cart for an owner",
        prevents="Two first clicks make two carts, and one of them is never seen again.",
        fact="I11",
        file="adapters/outbound/postgres/migrations/versions/0001_tables.py",
        text='"carts",\n        ["owner_id"],\n        unique=True,',
        instead='"carts",\n        ["owner_id"],\n        unique=False,',
        tests=(f"{CART_TESTS}::test_two_first_additions_at_once_make_one_cart",),
    ),
    Guard(
        name="a cart unchanged since it was read",
        prevents="Of two clicks at once, one is lost.",
        fact="I11",
        file="adapters/outbound/postgres/carts.py",
        text="WHERE id = $1 AND version = $19::int AND status = 'active' RETURNING id",
        instead="WHERE id = $1 AND $19::int IS NOT NULL AND status = 'active' RETURNING id",
        tests=(f"{CART_TESTS}::test_a_save_that_comes_too_late_changes_nothing",),
    ),
    Guard(
        name="a frozen cart is locked",
        prevents="A cart is changed while its order is drafted.",
        fact="I4",
        file=CARTS,
        text="    WHERE cart.owner_id = p_owner AND cart.status = 'active' FOR UPDATE;\n"
        "    IF NOT FOUND THEN",
        instead="    WHERE cart.owner_id = p_owner AND cart.status = 'active';\n"
        "    IF NOT FOUND THEN",
        tests=("tests/contract/test_locks.py::test_a_locked_cart_is_waited_for",),
    ),
)
