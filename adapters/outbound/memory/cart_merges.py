"""Merges of carts in memory, where one unit of work at a time is the lock."""

from dataclasses import replace
from uuid import UUID

from adapters.outbound.memory.carts import MemoryCarts
from adapters.outbound.memory.table import MemoryStore, Table
from application.carts.merge_ports import CartsToMerge
from domain.carts.cart import Cart
from domain.carts.history import CartEntry
from domain.carts.past_merge import PastMerge
from domain.carts.status import CartStatus


class MemoryCartMerges:
    def __init__(self, store: MemoryStore) -> None:
        self._merges: Table[UUID, PastMerge] = store.table("cart_merges")
        self._active: Table[UUID, UUID] = store.table("active_carts")
        self._carts: Table[UUID, Cart] = store.table("carts")
        self._status: Table[UUID, CartStatus] = store.table("cart_status")
        self._merged_into: Table[UUID, UUID] = store.table("carts_merged_into")
        self._history: Table[int, tuple[UUID, CartEntry]] = store.table("cart_history")
        self._all = MemoryCarts(store)

    async def lock(
        self, guest_id: UUID, user_id: UUID, new_id: UUID, currency: str
    ) -> CartsToMerge:
        return CartsToMerge(
            guest=await self._all.read(guest_id),
            user=await self._all.lock(user_id, new_id, currency),
        )

    async def latest(self, guest_id: UUID, user_id: UUID) -> PastMerge | None:
        found = [
            merge
            for merge in self._merges
            if (merge.guest_id, merge.user_id, merge.undone_at) == (guest_id, user_id, None)
        ]
        return max(found, key=lambda merge: (merge.at, merge.id), default=None)

    async def add(self, merge: PastMerge, entry: CartEntry) -> None:
        self._merges.put(merge.id, merge)
        self._active.remove(merge.guest_id)
        self._put_into(merge.guest_cart_id, merge.user_cart_before.id)
        self._note(merge.guest_cart_id, entry)

    async def lock_past(self, merge_id: UUID, user_id: UUID) -> PastMerge | None:
        merge = self._merges.get(merge_id)
        return merge if merge is not None and merge.user_id == user_id else None

    async def undo(self, merge: PastMerge, entry: CartEntry, set_aside: UUID | None) -> None:
        if set_aside is not None:
            self._put_into(set_aside, merge.guest_cart_id)
        self._merges.put(merge.id, merge)
        self._active.put(merge.guest_id, merge.guest_cart_id)
        self._status.remove(merge.guest_cart_id)
        self._merged_into.remove(merge.guest_cart_id)
        self._note(merge.guest_cart_id, entry)

    def _put_into(self, cart_id: UUID, into: UUID) -> None:
        self._status.put(cart_id, CartStatus.MERGED)
        self._merged_into.put(cart_id, into)

    def _note(self, cart_id: UUID, entry: CartEntry) -> None:
        cart = self._carts.get(cart_id)
        if cart is not None:
            self._carts.put(cart_id, replace(cart, version=entry.version))
        self._history.put(len(self._history), (cart_id, entry))
