"""Carts in PostgreSQL: locked and read in one round trip, saved in one."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from adapters.outbound.postgres.statements import Statements
from application.carts.ports import OpenCart
from domain.carts.cart import Cart, CartLine
from domain.catalog.attributes import Attributes
from domain.catalog.product import Product
from domain.shared.money import Money

LOCK = "SELECT id, currency, version, lines, wanted FROM lock_cart($1, $2, $3, $4)"
OPEN = "SELECT id, currency, version, lines, wanted FROM open_cart($1, $2)"
READ = "SELECT id, currency, version, lines, wanted FROM read_cart($1)"

# The cart's own row, three ways: it was locked before; it must be as it was read ($11); it must not
# be there yet, for the owner ($11).
LOCKED = (
    "UPDATE carts SET version = $2, currency = $3, updated_at = now() WHERE id = $1 RETURNING id"
)
UNCHANGED = """
    UPDATE carts SET version = $2, currency = $3, updated_at = now()
    WHERE id = $1 AND version = $11::int AND status = 'active' RETURNING id
"""
NEW = """
    INSERT INTO carts (id, version, currency, owner_id) VALUES ($1, $2, $3, $11::uuid)
    ON CONFLICT (owner_id) WHERE status = 'active' DO NOTHING RETURNING id
"""

# One statement for any difference: the cart's row, what is gone, and what is new or changed.
# Nothing of it happens unless the first part does.
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
    )
    SELECT id FROM saved
"""
SAVE_LOCKED, SAVE_UNCHANGED, SAVE_NEW = (
    SAVE.format(saved=saved) for saved in (LOCKED, UNCHANGED, NEW)
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


class _LineRow(msgspec.Struct, array_like=True):
    id: UUID
    quantity: int
    price_amount: int
    price_currency: str
    added_at: datetime
    product: _ProductRow


_lines = msgspec.json.Decoder(list[_LineRow])
_product = msgspec.json.Decoder(_ProductRow)


class PostgresCarts:
    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    async def lock(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: UUID | None = None
    ) -> OpenCart:
        row = await self._statements.row(LOCK, owner_id, new_id, currency, wanted)
        if row is None:
            raise RuntimeError("lock_cart makes a cart where there is none.")
        return _open_cart(row, owner_id)

    async def open(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: UUID | None = None
    ) -> OpenCart:
        row = await self._statements.row(OPEN, owner_id, wanted)
        if row is None:
            raise RuntimeError("open_cart always answers.")
        if row[0] is None:
            row = (new_id, currency, 0, *row[3:])
        return _open_cart(row, owner_id)

    async def read(self, owner_id: UUID) -> OpenCart | None:
        row = await self._statements.row(READ, owner_id)
        return None if row is None else _open_cart(row, owner_id)

    async def save(self, before: Cart, after: Cart) -> None:
        await self._save(SAVE_LOCKED, before, after)

    async def save_if_unchanged(self, before: Cart, after: Cart) -> bool:
        if before.version == 0:
            return await self._save(SAVE_NEW, before, after, before.owner_id)
        return await self._save(SAVE_UNCHANGED, before, after, before.version)

    async def _save(self, save: str, before: Cart, after: Cart, *guard: object) -> bool:
        known = {line.id: line for line in before.lines}
        kept = {line.id for line in after.lines}
        changed = [line for line in after.lines if known.get(line.id) != line]
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
            *guard,
        )
        return saved is not None


def _open_cart(row: Sequence[Any], owner_id: UUID) -> OpenCart:
    cart_id, currency, version, lines, wanted = row
    rows = _lines.decode(lines)
    products = {line.product.id: _to_product(line.product) for line in rows}
    if wanted is not None:
        product = _to_product(_product.decode(wanted))
        products[product.id] = product
    cart = Cart(
        id=cart_id,
        owner_id=owner_id,
        currency=currency,
        version=version,
        lines=tuple([_to_line(line) for line in rows]),
    )
    return OpenCart(cart=cart, products=products)


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
    )
