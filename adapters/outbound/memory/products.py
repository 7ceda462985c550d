"""Products in memory."""

from collections.abc import Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.catalog.product import Product, ProductNotFound


class MemoryProducts:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Product] = store.table("products")

    async def add_or_get(self, product: Product) -> Product:
        for known in self._rows:
            if known.fingerprint == product.fingerprint:
                return known
        self._rows.put(product.id, product)
        return product

    async def add_or_get_many(self, made: Sequence[Product]) -> Sequence[Product]:
        return [await self.add_or_get(product) for product in made]

    async def get_own(self, owner_id: UUID, product_ids: Sequence[UUID]) -> Sequence[Product]:
        found = await self.get_many(product_ids)
        return [product for product in found if product.owner_id == owner_id]

    async def get(self, owner_id: UUID, product_id: UUID) -> Product:
        product = self._rows.get(product_id)
        if product is None or product.owner_id != owner_id:
            raise ProductNotFound
        return product

    async def get_many(self, product_ids: Sequence[UUID]) -> Sequence[Product]:
        return [product for product in self._rows if product.id in set(product_ids)]
