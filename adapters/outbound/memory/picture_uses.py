"""Orders that show a picture, in memory, where nobody else is at work meanwhile."""

from collections.abc import Collection, Sequence
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.checkout.session import CheckoutSession
from domain.fulfilment.dropship import Dropship
from domain.media.picture_use import LinePrint, PictureUse
from domain.orders.order import Order


class MemoryPictureUses:
    def __init__(self, store: MemoryStore) -> None:
        self._orders: Table[UUID, Order] = store.table("orders")
        self._sessions: Table[UUID, CheckoutSession] = store.table("checkout_sessions")
        self._dropships: Table[UUID, Dropship] = store.table("dropships")

    async def lock_orders(self, owner_id: UUID, picture_id: UUID) -> None:
        return None

    async def of(self, picture_ids: Collection[UUID]) -> Sequence[PictureUse]:
        uses = []
        for order in sorted(self._orders, key=lambda order: order.number):
            lines = tuple(line.id for line in order.lines if line.picture_id in picture_ids)
            if lines:
                uses.append(self._use(order, lines))
        return uses

    def _use(self, order: Order, lines: tuple[UUID, ...]) -> PictureUse:
        return PictureUse(
            order=order,
            line_ids=lines,
            prints=tuple(
                LinePrint(
                    line_id=part.line_id, fulfilment_no=part.fulfilment_no, status=part.status
                )
                for part in self._dropships
                if part.line_id in lines
            ),
            session=self._sessions.get(order.id),
        )
