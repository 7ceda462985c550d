"""All carts there ever were, in memory."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from application.carts.record_ports import CartSummary
from domain.carts.cart import Cart
from domain.carts.history import CartEntry
from domain.carts.status import CartStatus

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class MemoryCartRegister:
    def __init__(self, store: MemoryStore) -> None:
        self._carts: Table[UUID, Cart] = store.table("carts")
        self._status: Table[UUID, CartStatus] = store.table("cart_status")
        self._merged_into: Table[UUID, UUID] = store.table("carts_merged_into")
        self._entries: Table[int, tuple[UUID, CartEntry]] = store.table("cart_history")

    async def summary(self, cart_id: UUID) -> CartSummary | None:
        cart = self._carts.get(cart_id)
        return None if cart is None else self._summary(cart)

    async def of_owner(self, owner_id: UUID) -> Sequence[CartSummary]:
        found = [self._summary(cart) for cart in self._carts if cart.owner_id == owner_id]
        found.sort(key=lambda cart: (cart.changed_at or LONG_AGO, cart.id), reverse=True)
        return sorted(found, key=lambda cart: cart.kept is not CartStatus.ACTIVE)

    def _summary(self, cart: Cart) -> CartSummary:
        moments = [entry.at for cart_id, entry in self._entries if cart_id == cart.id]
        return CartSummary(
            id=cart.id,
            owner_id=cart.owner_id,
            kept=self._status.get(cart.id) or CartStatus.ACTIVE,
            currency=cart.currency,
            version=cart.version,
            lines=len(cart.lines),
            pieces=sum(line.quantity for line in cart.lines),
            merged_into=self._merged_into.get(cart.id),
            changed_at=max(moments, default=None),
        )
