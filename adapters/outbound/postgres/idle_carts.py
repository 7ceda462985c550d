"""Carts that nobody has touched for long, in PostgreSQL.

In two statements: a checkout that was quicker leaves no trace on the cart's row, so only what is
read after the lock was granted tells that there is no money on its way.
"""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# A cart takes part in the payment of whatever was merged into it.
WITHOUT_MONEY = """
    NOT EXISTS (
        SELECT FROM orders AS placed
        LEFT JOIN checkout_sessions AS session ON session.order_id = placed.id
        WHERE placed.cart_id IN (
            SELECT cart.id UNION ALL SELECT source.id FROM carts AS source
            WHERE source.merged_into = cart.id
        ) AND (
            placed.status IN ('draft', 'awaiting_payment', 'payment_failed')
            OR (session.session_id IS NOT NULL AND session.settled_at IS NULL)
        )
    )
"""
# No index on updated_at: it would make every change of a cart dearer, for a look once an hour.
LOCK = text(f"""
    SELECT cart.id FROM carts AS cart
    WHERE cart.status = 'active' AND cart.version > 0 AND cart.updated_at < :untouched_since
        AND {WITHOUT_MONEY}
    ORDER BY cart.updated_at LIMIT :limit FOR UPDATE OF cart SKIP LOCKED
""")  # noqa: S608 - constants only
EXPIRE = text(f"""
    WITH expired AS (
        UPDATE carts AS cart SET status = 'expired', version = version + 1, updated_at = :at
        WHERE cart.id = ANY(:locked) AND cart.status = 'active' AND {WITHOUT_MONEY}
        RETURNING cart.id, cart.version
    ), noted AS (
        INSERT INTO cart_history (
            cart_id, version, action, actor, actor_id, device, request_id, at, differences, details
        )
        SELECT id, version, 'expired', 'system', '', '', '', :at, '[]', '{{}}' FROM expired
    )
    SELECT count(*) FROM expired
""")  # noqa: S608 - constants only


class PostgresIdleCarts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def expire(self, untouched_since: datetime, at: datetime, limit: int) -> int:
        found = await self._connection.execute(
            LOCK, {"untouched_since": untouched_since, "limit": limit}
        )
        locked = [row.id for row in found]
        if not locked:
            return 0
        expired = await self._connection.scalar(EXPIRE, {"locked": locked, "at": at})
        return int(expired or 0)
