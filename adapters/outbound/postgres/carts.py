"""Carts in PostgreSQL: locked and read in one round trip, saved in one."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from application.carts.ports import OpenCart
from domain.carts.cart import Cart, CartLine
from domain.catalog.attributes import Attributes
from domain.catalog.product import Product
from domain.shared.money import Money

LOCK = text("SELECT * FROM lock_cart(:owner_id, :new_id, :currency, :wanted)")
READ = text("SELECT * FROM read_cart(:owner_id)")

# One statement for any difference: what is gone, what is new or changed, and the version.
SAVE = text(
    """
    WITH gone AS (
        DELETE FROM cart_lines WHERE cart_id = :cart_id AND id = ANY(:gone)
    ), kept AS (
        INSERT INTO cart_lines
            (id, cart_id, product_id, quantity, price_amount, price_currency, added_at)
        SELECT id, :cart_id, product_id, quantity, price_amount, price_currency, added_at
        FROM unnest(
            CAST(:ids AS uuid[]), CAST(:product_ids AS uuid[]), CAST(:quantities AS int[]),
            CAST(:amounts AS int[]), CAST(:currencies AS text[]), CAST(:moments AS timestamptz[])
        ) AS line (id, product_id, quantity, price_amount, price_currency, added_at)
        ON CONFLICT (id) DO UPDATE SET quantity = excluded.quantity
    )
    UPDATE carts SET version = :version, currency = :currency, updated_at = now()
    WHERE id = :cart_id
    """
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
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: UUID | None = None
    ) -> OpenCart:
        given = {
            "owner_id": owner_id,
            "new_id": new_id,
            "currency": currency,
            "wanted": wanted,
        }
        row = (await self._connection.execute(LOCK, given)).one()
        return _open_cart(row, owner_id)

    async def read(self, owner_id: UUID) -> OpenCart | None:
        row = (await self._connection.execute(READ, {"owner_id": owner_id})).one_or_none()
        return None if row is None else _open_cart(row, owner_id)

    async def save(self, before: Cart, after: Cart) -> None:
        known = {line.id: line for line in before.lines}
        kept = {line.id for line in after.lines}
        changed = [line for line in after.lines if known.get(line.id) != line]
        await self._connection.execute(
            SAVE,
            {
                "cart_id": after.id,
                "version": after.version,
                "currency": after.currency,
                "gone": [line_id for line_id in known if line_id not in kept],
                "ids": [line.id for line in changed],
                "product_ids": [line.product_id for line in changed],
                "quantities": [line.quantity for line in changed],
                "amounts": [line.price_when_added.amount for line in changed],
                "currencies": [line.price_when_added.currency for line in changed],
                "moments": [line.added_at for line in changed],
            },
        )


def _open_cart(row: Row[tuple[object, ...]], owner_id: UUID) -> OpenCart:
    rows = _lines.decode(row.lines)
    products = {line.product.id: _to_product(line.product) for line in rows}
    if row.wanted is not None:
        wanted = _to_product(_product.decode(row.wanted))
        products[wanted.id] = wanted
    cart = Cart(
        id=row.id,
        owner_id=owner_id,
        currency=row.currency,
        version=row.version,
        lines=tuple(_to_line(line) for line in rows),
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
