"""The statements that erase a person, in the order in which they are run."""

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

# The triggers around what is only ever added to let columns with personal data be changed after
# this, until the transaction ends.
LET_THROUGH_THE_WALL = "SELECT set_config('passepartout.erasing', 'on', true)"

# Somebody was a guest before they logged in, or became one when a log-in ran out; a guest token
# that another person logged in with tells nothing.
PERSONS = """
    SELECT CAST(:owner AS uuid)
    UNION
    SELECT guest_id FROM (
        SELECT guest_id FROM cart_merges WHERE user_id = :owner AND undone_at IS NULL
        UNION
        SELECT guest_id FROM login_sessions WHERE account_id = :owner AND guest_id IS NOT NULL
    ) AS guest
    WHERE NOT EXISTS (
        SELECT 1 FROM cart_merges AS other
        WHERE other.guest_id = guest.guest_id AND other.user_id <> :owner
    )
"""

# A guest's cart that was merged keeps its lines, and is the user's from then on.
CARTS = """
    SELECT id FROM carts WHERE owner_id = ANY(CAST(:persons AS uuid[]))
    UNION
    SELECT guest_cart_id FROM cart_merges
    WHERE user_id = ANY(CAST(:persons AS uuid[])) AND undone_at IS NULL
"""
LOCK_CARTS = f"SELECT id FROM carts WHERE id IN ({CARTS}) ORDER BY id FOR UPDATE"  # noqa: S608

# A partner's refusal may quote what it refused.
QUOTATIONS = (
    """
    UPDATE timeline SET why = :erased
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND why ILIKE ANY(CAST(:patterns AS text[]))
    """,
    """
    UPDATE attention_items
    SET details = '{}', dedupe_key = :erased || ':' || md5(dedupe_key)
    WHERE order_id = ANY(CAST(:orders AS uuid[]))
      AND (details::text ILIKE ANY(CAST(:patterns AS text[]))
           OR dedupe_key ILIKE ANY(CAST(:patterns AS text[])))
    """,
    """
    UPDATE dropships SET problem = :erased
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND problem ILIKE ANY(CAST(:patterns AS text[]))
    """,
    """
    UPDATE refunds SET note = :erased
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND note ILIKE ANY(CAST(:patterns AS text[]))
    """,
)

# When the order is over, so are a partner's words about it, whatever they quote.
PARTNERS_WORDS = (
    """
    UPDATE timeline SET why = :erased
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND why NOT IN ('', :erased)
      AND event = ANY(CAST(:events AS text[]))
    """,
    """
    UPDATE attention_items
    SET details = '{}', dedupe_key = :erased || ':' || md5(dedupe_key)
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND reason = ANY(CAST(:reasons AS text[]))
      AND dedupe_key NOT LIKE :erased || ':%'
    """,
    """
    UPDATE dropships SET problem = :erased
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND problem <> :erased
    """,
    # Staff may have written anything there.
    """
    UPDATE refunds SET note = :erased
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND note NOT IN ('', :erased)
    """,
)

EMAILS_OF_ORDERS = """
    UPDATE orders SET email = :email
    WHERE id = ANY(CAST(:orders AS uuid[])) AND email <> :email
"""

# `names` are ids of orders, production orders and mails; a job's payload says which it is about.
JOBS = """
    UPDATE jobs SET last_error = NULL
    WHERE last_error IS NOT NULL AND EXISTS (
        SELECT 1 FROM jsonb_each_text(payload) AS said
        WHERE said.value = ANY(CAST(:names AS text[])))
"""
DEAD_JOBS = """
    UPDATE attention_items SET details = details - 'error'
    WHERE reason = 'job_dead' AND details ? 'error' AND EXISTS (
        SELECT 1 FROM jsonb_each_text(details) AS said
        WHERE said.value = ANY(CAST(:names AS text[])))
"""

ADDRESSES_OF_ORDERS = text(
    "UPDATE orders SET address = :address, fingerprint = '', held_because = :held WHERE id = :id"
).bindparams(bindparam("address", type_=JSONB))

FROZEN_REQUESTS = (
    """
    UPDATE dropships SET request_body = ''
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND request_body <> ''
    """,
    """
    UPDATE checkout_sessions SET request_body = '', url = NULL
    WHERE order_id = ANY(CAST(:orders AS uuid[])) AND (request_body <> '' OR url IS NOT NULL)
    """,
)

# An event names what it is about by some id of the order, wherever in its body.
INBOX = """
    UPDATE inbox SET body = ''
    WHERE received_at >= :since AND body <> ''
      AND (object_id = ANY(CAST(:objects AS text[])) OR EXISTS (
          SELECT 1 FROM unnest(CAST(:references AS bytea[])) AS reference (bytes)
          WHERE position(reference.bytes IN inbox.body) > 0))
"""

# The oldest first, and no more than one transaction should take.
OLD_BODIES = """
    UPDATE inbox SET body = ''
    WHERE (provider, event_id) IN (
        SELECT provider, event_id FROM inbox
        WHERE received_at < :before AND body <> ''::bytea
        ORDER BY received_at LIMIT :limit
    )
"""

MAILS = """
    UPDATE mails SET recipient = :erased, data = '{}'
    WHERE (account_id = :owner OR order_id = ANY(CAST(:orders AS uuid[])))
      AND (template <> 'account_erased' OR sent_at IS NOT NULL OR created_at < :before)
    RETURNING id
"""

MAILS_TO = """
    UPDATE mails SET recipient = :erased, data = '{}'
    WHERE recipient = :email AND order_id IS NULL AND template <> 'account_erased'
"""

# What was put into the cart stays in its history as numbers of things that are gone.
BELONGINGS = (
    f"DELETE FROM cart_lines WHERE cart_id IN ({CARTS})",  # noqa: S608
    f"""
    UPDATE cart_history SET actor_id = '', device = '', request_id = '', details = '{{}}'
    WHERE cart_id IN ({CARTS})
      AND (actor_id, device, request_id, details) <> ('', '', '', '{{}}'::jsonb)
    """,  # noqa: S608 - only constants of this module are put in
    "DELETE FROM cart_operations WHERE owner_id = ANY(CAST(:persons AS uuid[]))",
    "DELETE FROM addresses WHERE owner_id = ANY(CAST(:persons AS uuid[]))",
    "DELETE FROM replies WHERE owner_id = ANY(CAST(:persons AS uuid[]))",
    "DELETE FROM email_tickets WHERE account_id = ANY(CAST(:persons AS uuid[]))",
    """
    DELETE FROM refresh_tokens USING login_sessions AS login
    WHERE login.id = refresh_tokens.session_id
      AND login.account_id = ANY(CAST(:persons AS uuid[]))
    """,
    """
    UPDATE login_sessions SET device = ''
    WHERE account_id = ANY(CAST(:persons AS uuid[])) AND device <> ''
    """,
)

# A log-in, or its undoing, may have handed on a picture that somebody else had ordered by then.
NEEDED_ELSEWHERE = """
    SELECT DISTINCT orders.id
    FROM pictures
    JOIN order_lines ON order_lines.picture_id = pictures.id
    JOIN orders ON orders.id = order_lines.order_id
    WHERE pictures.owner_id = ANY(CAST(:persons AS uuid[]))
      AND orders.owner_id <> ALL(CAST(:persons AS uuid[]))
      AND orders.status <> ALL(CAST(:over AS text[]))
"""

PRODUCTS = """
    DELETE FROM products
    WHERE owner_id = ANY(CAST(:persons AS uuid[]))
      AND NOT EXISTS (SELECT 1 FROM cart_lines WHERE cart_lines.product_id = products.id)
      AND NOT EXISTS (
          SELECT 1 FROM order_lines AS line
          WHERE line.order_id = ANY(CAST(:needed AS uuid[]))
            AND line.picture_id = products.picture_id)
"""

PICTURES = """
    DELETE FROM pictures
    WHERE owner_id = ANY(CAST(:persons AS uuid[]))
      AND NOT EXISTS (SELECT 1 FROM products WHERE products.picture_id = pictures.id)
      AND NOT EXISTS (
          SELECT 1 FROM order_lines AS line
          WHERE line.order_id = ANY(CAST(:needed AS uuid[])) AND line.picture_id = pictures.id)
    RETURNING asset_key, thumbnail_widths, deleted_at
"""

UPLOADS = """
    DELETE FROM uploads WHERE owner_id = ANY(CAST(:persons AS uuid[])) RETURNING id, begun
"""

# In this order: a product names its design, and a design its render.
DESIGNS = """
    DELETE FROM designs
    WHERE owner_id = ANY(CAST(:persons AS uuid[]))
      AND NOT EXISTS (SELECT 1 FROM products WHERE products.design_id = designs.id)
      AND NOT EXISTS (
          SELECT 1 FROM order_lines AS line
          WHERE line.order_id = ANY(CAST(:needed AS uuid[])) AND line.design_id = designs.id)
"""
RENDERS = """
    DELETE FROM renders
    WHERE owner_id = ANY(CAST(:persons AS uuid[]))
      AND NOT EXISTS (SELECT 1 FROM designs WHERE designs.render_id = renders.id)
      AND NOT EXISTS (
          SELECT 1 FROM order_lines AS line
          WHERE line.order_id = ANY(CAST(:needed AS uuid[])) AND line.render_id = renders.id)
    RETURNING id, attempt
"""

EXPORTS = """
    DELETE FROM personal_exports
    WHERE account_id = ANY(CAST(:persons AS uuid[])) RETURNING asset_key
"""

ACCOUNT = """
    UPDATE users
    SET email = :email, user_name = :erased, password_hash = NULL, phone = NULL,
        accepts_marketing = false
    WHERE id = :owner
"""

# A picture that somebody else's cart shows stays until that cart is emptied or given up.
PICTURES_LEFT = "SELECT count(*) FROM pictures WHERE owner_id = ANY(CAST(:persons AS uuid[]))"

LAST_MAILS = "SELECT count(*) FROM mails WHERE account_id = :owner AND recipient <> :email"

# Until all is done they tell which guest carts, orders and pictures are this person's.
TIES = (
    "DELETE FROM cart_merges WHERE user_id = ANY(CAST(:persons AS uuid[]))",
    "DELETE FROM login_sessions WHERE account_id = ANY(CAST(:persons AS uuid[]))",
)
