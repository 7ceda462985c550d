"""Merges of carts in PostgreSQL: both carts locked and read in one round trip."""

import json
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import RowMapping, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.carts import COLUMNS, to_open_cart
from adapters.outbound.postgres.errors import TransactionConflict
from adapters.outbound.postgres.tables.carts import cart_merges
from application.carts.merge_ports import CartsToMerge
from domain.carts.cart import Cart
from domain.carts.history import CartEntry
from domain.carts.merge_report import MergeReport
from domain.carts.past_merge import Moved, PastMerge

LOCK = text(f"SELECT {COLUMNS} FROM lock_carts_to_merge(:guest, :user, :new, :currency)")  # noqa: S608

# The guest's cart keeps its lines. Its history and the merge are written by the same statement.
NOTED = """
    noted AS (
        INSERT INTO cart_history (
            cart_id, version, action, actor, actor_id, device, request_id, at, differences, details
        )
        SELECT id, version, :action, :actor, :actor_id, :device, :request_id, :entry_at,
            :differences, :details
        FROM guests
    )
"""
ADD = text(
    f"""
    WITH guests AS (
        UPDATE carts
        SET status = 'merged', merged_into = :user_cart_id, version = :version,
            updated_at = :entry_at
        WHERE id = :guest_cart_id AND status = 'active' RETURNING id, version
    ), {NOTED}
    INSERT INTO cart_merges (
        id, guest_id, guest_cart_id, user_id, user_cart_id, strategy, at, version_after,
        user_cart_before, moved, report
    )
    SELECT :id, :guest_id, guests.id, :user_id, :user_cart_id, :strategy, :at, :version_after,
        :user_cart_before, :moved, :report
    FROM guests
    """  # noqa: S608 - only constants of this module are put in
).bindparams(
    *(bindparam(name, type_=JSONB) for name in ("differences", "details")),
    *(bindparam(name, type_=JSONB) for name in ("user_cart_before", "moved", "report")),
)
SET_ASIDE = text(
    """
    UPDATE carts SET status = 'merged', merged_into = :guest_cart_id, updated_at = now()
    WHERE id = :set_aside AND status = 'active'
    """
)
UNDO = text(
    f"""
    WITH guests AS (
        UPDATE carts
        SET status = 'active', merged_into = NULL, version = :version, updated_at = :entry_at
        WHERE id = :guest_cart_id AND status = 'merged' RETURNING id, version
    ), {NOTED}
    UPDATE cart_merges SET undone_at = :undone_at WHERE id = :id
    """  # noqa: S608 - only constants of this module are put in
).bindparams(*(bindparam(name, type_=JSONB) for name in ("differences", "details")))
# Of a user who is being erased there are rows that tell nothing any more.
WHOLE = select(cart_merges).where(cart_merges.c.report.has_key("strategy"))
# A payment of an order that came along locks it, then the guest's cart, then the user's.
LOCK_ORDERS = text("SELECT FROM orders WHERE id = ANY(:orders) ORDER BY id FOR NO KEY UPDATE")
LOCK_GUESTS = text("SELECT FROM carts WHERE id = :guest_cart_id FOR UPDATE")


class PostgresCartMerges:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(
        self, guest_id: UUID, user_id: UUID, new_id: UUID, currency: str
    ) -> CartsToMerge:
        given = {"guest": guest_id, "user": user_id, "new": new_id, "currency": currency}
        rows = (await self._connection.execute(LOCK, given)).all()
        carts = {found.cart.owner_id: found for found in map(to_open_cart, rows)}
        return CartsToMerge(guest=carts.get(guest_id), user=carts[user_id])

    async def latest(self, guest_id: UUID, user_id: UUID) -> PastMerge | None:
        wanted = (
            WHOLE.where(
                cart_merges.c.user_id == user_id,
                cart_merges.c.guest_id == guest_id,
                cart_merges.c.undone_at.is_(None),
            )
            .order_by(cart_merges.c.at.desc(), cart_merges.c.id.desc())
            .limit(1)
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        return None if row is None else from_row(row)

    async def add(self, merge: PastMerge, entry: CartEntry) -> None:
        await self._connection.execute(ADD, to_row(merge) | _entry_row(entry))

    async def lock_past(self, merge_id: UUID, user_id: UUID) -> PastMerge | None:
        wanted = WHOLE.where(
            cart_merges.c.id == merge_id, cart_merges.c.user_id == user_id
        ).with_for_update()
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            return None
        past = from_row(row)
        if past.moved.orders:
            await self._connection.execute(LOCK_ORDERS, {"orders": list(past.moved.orders)})
        await self._connection.execute(LOCK_GUESTS, {"guest_cart_id": past.guest_cart_id})
        return past

    async def undo(self, merge: PastMerge, entry: CartEntry, set_aside: UUID | None) -> None:
        if set_aside is not None:
            aside = {"guest_cart_id": merge.guest_cart_id, "set_aside": set_aside}
            await self._connection.execute(SET_ASIDE, aside)
        undone = {
            "id": merge.id,
            "guest_cart_id": merge.guest_cart_id,
            "undone_at": merge.undone_at,
        }
        try:
            await self._connection.execute(UNDO, {**undone, **_entry_row(entry)})
        except IntegrityError as error:
            # The guest begins another cart at this moment: look again.
            raise TransactionConflict("postgres", "carts") from error


def to_row(merge: PastMerge) -> dict[str, Any]:
    return {
        "id": merge.id,
        "guest_id": merge.guest_id,
        "guest_cart_id": merge.guest_cart_id,
        "user_id": merge.user_id,
        "user_cart_id": merge.user_cart_before.id,
        "strategy": merge.report.strategy.value,
        "at": merge.at,
        "version_after": merge.version_after,
        "user_cart_before": _plain(merge.user_cart_before),
        "moved": _plain(merge.moved),
        "report": _plain(merge.report),
    }


def from_row(row: RowMapping) -> PastMerge:
    return PastMerge(
        id=row["id"],
        guest_id=row["guest_id"],
        guest_cart_id=row["guest_cart_id"],
        user_id=row["user_id"],
        user_cart_before=msgspec.convert(row["user_cart_before"], Cart),
        version_after=row["version_after"],
        at=row["at"],
        moved=msgspec.convert(row["moved"], Moved),
        report=msgspec.convert(row["report"], MergeReport),
        undone_at=row["undone_at"],
    )


def _entry_row(entry: CartEntry) -> dict[str, Any]:
    return {
        "version": entry.version,
        "action": entry.action.value,
        "actor": entry.origin.actor,
        "actor_id": entry.origin.actor_id,
        "device": entry.origin.device,
        "request_id": entry.origin.request_id,
        "entry_at": entry.at,
        "differences": _plain(entry.differences),
        "details": entry.details,
    }


def _plain(value: object) -> Any:
    """As JSON knows it."""
    return json.loads(msgspec.json.encode(value))
