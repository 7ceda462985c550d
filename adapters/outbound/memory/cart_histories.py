"""Histories of carts in memory, read newest first."""

from collections.abc import Callable, Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from application.carts.record_ports import NotedEntry
from domain.carts.cart import Cart
from domain.carts.history import CartAction, CartEntry


class MemoryCartHistories:
    def __init__(self, store: MemoryStore) -> None:
        self._carts: Table[UUID, Cart] = store.table("carts")
        self._entries: Table[int, tuple[UUID, CartEntry]] = store.table("cart_history")

    async def of_owner(self, owner_id: UUID, page: int, limit: int) -> Sequence[NotedEntry]:
        owned = {cart.id for cart in self._carts if cart.owner_id == owner_id}
        return self._page(owned.__contains__, page, limit)

    async def of_cart(self, cart_id: UUID, page: int, limit: int) -> Sequence[NotedEntry]:
        return self._page(cart_id.__eq__, page, limit)

    async def has(self, cart_id: UUID, action: CartAction) -> bool:
        return any(cart == cart_id and entry.action is action for cart, entry in self._entries)

    def _page(
        self, is_about: Callable[[UUID], bool], page: int, limit: int
    ) -> Sequence[NotedEntry]:
        found = [NotedEntry(cart_id=cart, entry=entry) for cart, entry in self._entries]
        newest = [noted for noted in reversed(found) if is_about(noted.cart_id)]
        start = (page - 1) * limit
        return newest[start : start + limit + 1]
