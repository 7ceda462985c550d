"""Carts in memory, one per owner."""

from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from application.carts.ports import OpenCart
from domain.carts.cart import Cart
from domain.catalog.product import Product


class MemoryCarts:
    def __init__(self, store: MemoryStore) -> None:
        self._by_owner: Table[UUID, Cart] = store.table("carts")
        self._products: Table[UUID, Product] = store.table("products")

    async def lock(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: UUID | None = None
    ) -> OpenCart:
        cart = self._by_owner.get(owner_id)
        if cart is None:
            cart = Cart(id=new_id, owner_id=owner_id, currency=currency, version=0)
            self._by_owner.put(owner_id, cart)
        return self._with(wanted, self._open(cart))

    async def open(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: UUID | None = None
    ) -> OpenCart:
        known = self._by_owner.get(owner_id)
        new = Cart(id=new_id, owner_id=owner_id, currency=currency, version=0)
        return self._with(wanted, self._open(known or new))

    async def read(self, owner_id: UUID) -> OpenCart | None:
        cart = self._by_owner.get(owner_id)
        return None if cart is None else self._open(cart)

    async def save_if_unchanged(self, before: Cart, after: Cart) -> bool:
        current = self._by_owner.get(after.owner_id)
        if (current.version if current is not None else 0) != before.version:
            return False
        await self.save(before, after)
        return True

    async def save(self, before: Cart, after: Cart) -> None:
        # The oldest line first, as a buyer reads the cart.
        lines = sorted(after.lines, key=lambda line: (line.added_at, line.id))
        self._by_owner.put(after.owner_id, replace(after, lines=tuple(lines)))

    def _with(self, wanted: UUID | None, found: OpenCart) -> OpenCart:
        product = None if wanted is None else self._products.get(wanted)
        if product is None or product.owner_id != found.cart.owner_id:
            return found
        return replace(found, products={**found.products, product.id: product})

    def _open(self, cart: Cart) -> OpenCart:
        known = {line.product_id: self._products.get(line.product_id) for line in cart.lines}
        return OpenCart(
            cart=cart,
            products={key: product for key, product in known.items() if product is not None},
        )
