"""Carts that nobody has touched for long, in memory."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.carts.cart import Cart
from domain.carts.history import CartAction, CartEntry
from domain.carts.status import CartStatus
from domain.checkout.session import CheckoutSession
from domain.orders.order import Order
from domain.shared.origin import SYSTEM


class MemoryIdleCarts:
    def __init__(self, store: MemoryStore) -> None:
        self._active: Table[UUID, UUID] = store.table("active_carts")
        self._carts: Table[UUID, Cart] = store.table("carts")
        self._status: Table[UUID, CartStatus] = store.table("cart_status")
        self._merged_into: Table[UUID, UUID] = store.table("carts_merged_into")
        self._entries: Table[int, tuple[UUID, CartEntry]] = store.table("cart_history")
        self._orders: Table[UUID, Order] = store.table("orders")
        self._sessions: Table[UUID, CheckoutSession] = store.table("checkout_sessions")

    async def expire(self, untouched_since: datetime, at: datetime, limit: int) -> int:
        touched = {cart_id: entry.at for cart_id, entry in self._entries}
        idle = [
            cart_id
            for cart_id in self._active
            if touched.get(cart_id, at) < untouched_since and not self._has_money(cart_id)
        ]
        chosen = sorted(idle, key=lambda cart_id: touched[cart_id])[:limit]
        for cart_id in chosen:
            self._expire(self._carts.get(cart_id), at)
        return len(chosen)

    def _expire(self, cart: Cart | None, at: datetime) -> None:
        if cart is None:
            return
        expired = replace(cart, version=cart.version + 1)
        entry = CartEntry.of(CartAction.EXPIRED, cart, expired, SYSTEM, at)
        self._carts.put(cart.id, expired)
        self._status.put(cart.id, CartStatus.EXPIRED)
        self._active.remove(cart.owner_id)
        self._entries.put(len(self._entries), (cart.id, entry))

    def _has_money(self, cart_id: UUID) -> bool:
        return any(
            cart_id in (order.cart_id, self._merged_into.get(order.cart_id))
            and (order.is_open_for_payment or self._is_payable(order))
            for order in self._orders
        )

    def _is_payable(self, order: Order) -> bool:
        session = self._sessions.get(order.id)
        return session is not None and session.is_open and session.settled_at is None
