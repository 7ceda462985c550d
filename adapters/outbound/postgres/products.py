"""Products in PostgreSQL; the unique fingerprint makes get-or-create safe under concurrency."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.products import products
from domain.catalog.attributes import Attributes
from domain.catalog.product import Product, ProductNotFound


class PostgresProducts:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add_or_get(self, product: Product) -> Product:
        # A no-op update instead of DO NOTHING: it waits for a twin in flight and returns its row.
        adding = insert(products).values(to_row(product))
        keeping = adding.on_conflict_do_update(
            index_elements=["fingerprint"], set_={"owner_id": products.c.owner_id}
        )
        found = await self._connection.execute(keeping.returning(*products.c))
        return from_row(found.mappings().one())

    async def add_or_get_many(self, made: Sequence[Product]) -> Sequence[Product]:
        if not made:
            return []
        # In one order of keys, so that two requests at once cannot deadlock.
        rows = sorted(map(to_row, made), key=lambda row: str(row["fingerprint"]))
        keeping = insert(products).on_conflict_do_update(
            index_elements=["fingerprint"], set_={"owner_id": products.c.owner_id}
        )
        found = await self._connection.execute(keeping.values(rows).returning(*products.c))
        return [from_row(row) for row in found.mappings()]

    async def get_own(self, owner_id: UUID, product_ids: Sequence[UUID]) -> Sequence[Product]:
        wanted = select(products).where(
            products.c.id.in_(set(product_ids)), products.c.owner_id == owner_id
        )
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]

    async def get(self, owner_id: UUID, product_id: UUID) -> Product:
        wanted = select(products).where(
            products.c.id == product_id, products.c.owner_id == owner_id
        )
        row = (await self._connection.execute(wanted)).mappings().one_or_none()
        if row is None:
            raise ProductNotFound
        return from_row(row)

    async def get_many(self, product_ids: Sequence[UUID]) -> Sequence[Product]:
        wanted = select(products).where(products.c.id.in_(set(product_ids)))
        return [from_row(row) for row in (await self._connection.execute(wanted)).mappings()]


def to_row(product: Product) -> dict[str, Any]:
    return {
        "id": product.id,
        "owner_id": product.owner_id,
        "picture_id": product.picture_id,
        "frame_size": product.frame_size,
        "frame_style": product.frame_style,
        "frame_material": product.frame_material,
        "sku": product.sku,
        "attributes": product.attributes.as_dict,
        "fingerprint": product.fingerprint,
        "created_at": product.created_at,
        "has_picture": product.has_picture,
        "design_id": product.design_id,
        "design_revision": product.design_revision,
        "render_id": product.render_id,
    }


def from_row(row: RowMapping) -> Product:
    known = {name: value for name, value in row.items() if name != "fingerprint"}
    return Product(**{**known, "attributes": Attributes.of(row["attributes"])})
