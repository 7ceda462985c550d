"""Carts in PostgreSQL: locked and read in one round trip, saved in one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from adapters.outbound.postgres.statements import Statements
from application.carts.ports import OpenCart
from application.operations.ports import KeptReply
from domain.carts.cart import Cart, CartLine
from domain.carts.history import CartEntry
from domain.carts.status import CartCheckout, CartStatus
from domain.catalog.attributes import Attributes
from domain.catalog.product import Product
from domain.shared.money import Money

COLUMNS = "id, owner_id, status, currency, version, lines, wanted, order_id, order_cart_version"
LOCK = f"SELECT {COLUMNS} FROM lock_cart($1, $2, $3, $4)"  # noqa: S608 - constants only
LOCK_HOLDING = f"SELECT {COLUMNS} FROM lock_cart_holding($1)"  # noqa: S608 - constants only
OPEN = f"SELECT {COLUMNS} FROM open_cart($1, $2)"  # noqa: S608 - constants only
READ = f"SELECT {COLUMNS} FROM read_cart($1)"  # noqa: S608 - constants only
READ_ANY = f"SELECT {COLUMNS} FROM read_any_cart($1)"  # noqa: S608 - constants only

# What a guest's order says was bought, as the user's cart has it; a merge that kept the user's
# lines alone brought nothing of what was bought.
SAME_PRODUCTS = """
    SELECT coalesce(json_object_agg(same.key, same.value), '{}')::text
    FROM cart_merges AS merge, jsonb_each_text(merge.moved->'same_products') AS same
    WHERE merge.user_id = $1 AND merge.user_cart_id = $2 AND merge.undone_at IS NULL
        AND (merge.strategy <> 'keep_user'
            OR jsonb_array_length(merge.user_cart_before->'lines') = 0)
"""

# The cart's own row, three ways: it was locked before; it must be as it was read; it must not be
# there yet, for its owner.
LOCKED = """
    UPDATE carts SET version = $2, currency = $3, updated_at = $16 WHERE id = $1 RETURNING id
"""
UNCHANGED = """
    UPDATE carts SET version = $2, currency = $3, updated_at = $16
    WHERE id = $1 AND version = $19::int AND status = 'active' RETURNING id
"""
NEW = """
    INSERT INTO carts (id, version, currency, owner_id, updated_at)
    VALUES ($1, $2, $3, $19::uuid, $16)
    ON CONFLICT (owner_id) WHERE status = 'active' DO NOTHING RETURNING id
"""
REPLIED = """, replied AS (
        UPDATE replies SET answer = $21::text::jsonb FROM saved
        WHERE replies.owner_id = $19::uuid AND replies.key = $20::text
    )
"""

# One statement for any difference: the cart's row, what is gone, what is new or changed, and the
# entry in its history. Nothing of it happens unless the first part does.
SAVE = """
    WITH saved AS (
        {saved}
    ), gone AS (
        DELETE FROM cart_lines USING saved
        WHERE cart_lines.cart_id = saved.id AND cart_lines.id = ANY($4::uuid[])
    ), kept AS (
        INSERT INTO cart_lines
            (id, cart_id, product_id, quantity, price_amount, price_currency, added_at)
        SELECT line.id, saved.id, product_id, quantity, price_amount, price_currency, added_at
        FROM saved, unnest(
            $5::uuid[], $6::uuid[], $7::int[], $8::int[], $9::text[], $10::timestamptz[]
        ) AS line (id, product_id, quantity, price_amount, price_currency, added_at)
        ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity
    ), noted AS (
        INSERT INTO cart_history (
            cart_id, version, action, actor, actor_id, device, request_id, at, differences, details
        )
        SELECT saved.id, $2, $11, $12, $13, $14, $15, $16,
            $17::text::jsonb, $18::text::jsonb
        FROM saved
    ){replied}
    SELECT id FROM saved
"""
SAVE_LOCKED, SAVE_UNCHANGED, SAVE_NEW, SAVE_AND_REPLY = (
    SAVE.format(saved=saved, replied=replied)
    for saved, replied in ((LOCKED, ""), (UNCHANGED, ""), (NEW, ""), (LOCKED, REPLIED))
)


class _ProductRow(msgspec.Struct, array_like=True):
    id: UUID
    owner_id: UUID
    picture_id: UUID
    frame_size: str
    frame_style: str
    frame_material: str
    sku: str
    attributes: dict[str, str]
    created_at: datetime
    has_picture: bool
    design_id: UUID | None
    design_revision: int | None
    render_id: UUID | None


class _LineRow(msgspec.Struct, array_like=True):
    id: UUID
    quantity: int
    price_amount: int
    price_currency: str
    added_at: datetime
    product: _ProductRow


_lines = msgspec.json.Decoder(list[_LineRow])
_products = msgspec.json.Decoder(list[_ProductRow])
_same = msgspec.json.Decoder(dict[UUID, UUID])


class PostgresCarts:
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def lock(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: Sequence[UUID] = ()
    ) -> OpenCart:
        row = await self._statements.row(LOCK, owner_id, new_id, currency, wanted)
        if row is None:
            raise RuntimeError("lock_cart makes a cart where there is none.")
        return to_open_cart(row)

    async def lock_holding(self, cart_id: UUID) -> OpenCart | None:
        row = await self._statements.row(LOCK_HOLDING, cart_id)
        if row is None:
            return None
        found = to_open_cart(row)
        if found.cart.id == cart_id:
            return found
        same = await self._statements.row(SAME_PRODUCTS, found.cart.owner_id, found.cart.id)
        return replace(found, same_products=_same.decode(same[0]) if same else {})

    async def open(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: Sequence[UUID] = ()
    ) -> OpenCart:
        row = await self._statements.row(OPEN, owner_id, wanted)
        if row is None:
            raise RuntimeError("open_cart always answers.")
        if row[0] is None:
            row = (new_id, owner_id, "active", currency, 0, *row[5:])
        return to_open_cart(row)

    async def read(self, owner_id: UUID) -> OpenCart | None:
        row = await self._statements.row(READ, owner_id)
        return None if row is None else to_open_cart(row)

    async def read_any(self, cart_id: UUID) -> OpenCart | None:
        row = await self._statements.row(READ_ANY, cart_id)
        return None if row is None else to_open_cart(row)

    async def save(
        self, before: Cart, after: Cart, entry: CartEntry, reply: KeptReply | None = None
    ) -> None:
        if reply is None:
            await self._save(SAVE_LOCKED, before, after, entry)
        else:
            request = reply.request
            answer = msgspec.json.encode(reply.answer).decode()
            await self._save(
                SAVE_AND_REPLY, before, after, entry, request.owner_id, request.key, answer
            )

    async def save_if_unchanged(self, before: Cart, after: Cart, entry: CartEntry) -> bool:
        if before.version == 0:
            return await self._save(SAVE_NEW, before, after, entry, before.owner_id)
        return await self._save(SAVE_UNCHANGED, before, after, entry, before.version)

    async def _save(
        self, save: str, before: Cart, after: Cart, entry: CartEntry, *guard: object
    ) -> bool:
        known = {line.id: line for line in before.lines}
        kept = {line.id for line in after.lines}
        changed = [line for line in after.lines if known.get(line.id) != line]
        origin = entry.origin
        saved = await self._statements.row(
            save,
            after.id,
            after.version,
            after.currency,
            [line_id for line_id in known if line_id not in kept],
            [line.id for line in changed],
            [line.product_id for line in changed],
            [line.quantity for line in changed],
            [line.price_when_added.amount for line in changed],
            [line.price_when_added.currency for line in changed],
            [line.added_at for line in changed],
            entry.action.value,
            origin.actor,
            origin.actor_id,
            origin.device,
            origin.request_id,
            entry.at,
            msgspec.json.encode(entry.differences).decode(),
            msgspec.json.encode(entry.details).decode(),
            *guard,
        )
        return saved is not None


def to_open_cart(row: Sequence[Any]) -> OpenCart:
    cart_id, owner_id, status, currency, version, lines, wanted, order_id, order_version = row
    rows = _lines.decode(lines)
    products = {line.product.id: _to_product(line.product) for line in rows}
    if wanted is not None:
        for product in map(_to_product, _products.decode(wanted)):
            products[product.id] = product
    cart = Cart(
        id=cart_id,
        owner_id=owner_id,
        currency=currency,
        version=version,
        lines=tuple([_to_line(line) for line in rows]),
    )
    return OpenCart(
        cart=cart,
        products=products,
        checkout=None if order_id is None else CartCheckout(order_id, order_version),
        kept=CartStatus(status),
    )


def _to_line(row: _LineRow) -> CartLine:
    return CartLine(
        id=row.id,
        product_id=row.product.id,
        quantity=row.quantity,
        price_when_added=Money(row.price_amount, row.price_currency),
        added_at=row.added_at,
    )


def _to_product(row: _ProductRow) -> Product:
    return Product(
        id=row.id,
        owner_id=row.owner_id,
        picture_id=row.picture_id,
        frame_size=row.frame_size,
        frame_style=row.frame_style,
        frame_material=row.frame_material,
        sku=row.sku,
        attributes=Attributes.of(row.attributes),
        created_at=row.created_at,
        has_picture=row.has_picture,
        design_id=row.design_id,
        design_revision=row.design_revision,
        render_id=row.render_id,
    )
