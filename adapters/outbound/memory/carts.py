"""Carts in memory: by id, and the active one of each owner."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.replies import MemoryReplies
from adapters.outbound.memory.table import MemoryStore, Table
from application.carts.ports import OpenCart
from application.operations.ports import KeptReply
from domain.carts.cart import Cart
from domain.carts.history import CartEntry
from domain.carts.past_merge import PastMerge
from domain.carts.status import CartCheckout, CartStatus
from domain.catalog.product import Product
from domain.orders.order import Order


class MemoryCarts:
    def __init__(self, store: MemoryStore) -> None:
        self._active: Table[UUID, UUID] = store.table("active_carts")
        self._carts: Table[UUID, Cart] = store.table("carts")
        self._status: Table[UUID, CartStatus] = store.table("cart_status")
        self._merged_into: Table[UUID, UUID] = store.table("carts_merged_into")
        self._history: Table[int, tuple[UUID, CartEntry]] = store.table("cart_history")
        self._products: Table[UUID, Product] = store.table("products")
        self._orders: Table[UUID, Order] = store.table("orders")
        self._merges: Table[UUID, PastMerge] = store.table("cart_merges")
        self._replies = MemoryReplies(store)

    async def lock(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: Sequence[UUID] = ()
    ) -> OpenCart:
        cart = self._of(owner_id)
        if cart is None:
            cart = Cart(id=new_id, owner_id=owner_id, currency=currency, version=0)
            self._active.put(owner_id, cart.id)
            self._carts.put(cart.id, cart)
        return self._open(cart, wanted)

    async def lock_holding(self, cart_id: UUID) -> OpenCart | None:
        while (into := self._merged_into.get(cart_id)) is not None:
            cart_id = into
        found = await self.read_any(cart_id)
        if found is None or found.kept is not CartStatus.ACTIVE:
            return None
        return replace(found, same_products=self._same_products(cart_id))

    async def open(
        self, owner_id: UUID, new_id: UUID, currency: str, wanted: Sequence[UUID] = ()
    ) -> OpenCart:
        new = Cart(id=new_id, owner_id=owner_id, currency=currency, version=0)
        return self._open(self._of(owner_id) or new, wanted)

    async def read(self, owner_id: UUID) -> OpenCart | None:
        cart = self._of(owner_id)
        return None if cart is None else self._open(cart)

    async def read_any(self, cart_id: UUID) -> OpenCart | None:
        cart = self._carts.get(cart_id)
        return None if cart is None else self._open(cart)

    async def save_if_unchanged(self, before: Cart, after: Cart, entry: CartEntry) -> bool:
        current = self._of(after.owner_id)
        # One of version 0 had to be made: by now somebody else may have written one down.
        if (current is None) != (before.version == 0):
            return False
        if current is not None and current.version != before.version:
            return False
        self._active.put(after.owner_id, after.id)
        await self.save(before, after, entry)
        return True

    async def save(
        self, before: Cart, after: Cart, entry: CartEntry, reply: KeptReply | None = None
    ) -> None:
        # The oldest line first, as a buyer reads the cart.
        lines = sorted(after.lines, key=lambda line: (line.added_at, line.id))
        self._carts.put(after.id, replace(after, lines=tuple(lines)))
        self._history.put(len(self._history), (after.id, entry))
        if reply is not None:
            await self._replies.keep(reply.request, reply.answer)

    def _same_products(self, cart_id: UUID) -> dict[UUID, UUID]:
        same: dict[UUID, UUID] = {}
        for merge in self._merges:
            if merge.user_cart_before.id == cart_id and merge.brought_the_guests_lines:
                same |= merge.moved.same_products
        return same

    def _of(self, owner_id: UUID) -> Cart | None:
        cart_id = self._active.get(owner_id)
        return None if cart_id is None else self._carts.get(cart_id)

    def _open(self, cart: Cart, wanted: Sequence[UUID] = ()) -> OpenCart:
        known = [self._products.get(line.product_id) for line in cart.lines]
        own = [
            product
            for product in map(self._products.get, wanted)
            if product is not None and product.owner_id == cart.owner_id
        ]
        placed = next(
            (row for row in self._orders if row.cart_id == cart.id and row.is_open_for_payment),
            None,
        )
        return OpenCart(
            cart=cart,
            products={product.id: product for product in (*known, *own) if product is not None},
            checkout=None if placed is None else CartCheckout(placed.id, placed.cart_version),
            kept=self._status.get(cart.id) or CartStatus.ACTIVE,
        )
