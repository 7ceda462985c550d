"""Production orders in memory."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore, Table
from domain.fulfilment.dropship import Dropship, DropshipNotFound
from domain.fulfilment.status import FOLLOWABLE, DropshipStatus
from domain.orders.order import Order
from domain.shared.refusals import Conflict

NEVER = datetime.min.replace(tzinfo=UTC)


class MemoryDropships:
    def __init__(self, store: MemoryStore) -> None:
        self._rows: Table[UUID, Dropship] = store.table("dropships")
        self._orders: Table[UUID, Order] = store.table("orders")

    async def add(self, *dropships: Dropship) -> None:
        for new in dropships:
            if not any(_is_same(new, known) for known in self._rows):
                self._rows.put(new.id, new)

    async def get(self, dropship_id: UUID) -> Dropship:
        return self._one(lambda row: row.id == dropship_id)

    async def lock(self, dropship_id: UUID) -> Dropship:
        return await self.get(dropship_id)

    async def by_callback_token(self, token: str) -> Dropship:
        return self._one(lambda row: row.callback_token == token)

    async def of_order(self, order_id: UUID) -> Sequence[Dropship]:
        found = [row for row in self._rows if row.order_id == order_id]
        return sorted(found, key=lambda row: row.id)

    async def save(self, dropship: Dropship) -> None:
        known = self._rows.get(dropship.id)
        if known is None:
            return
        provider_order_id = dropship.provider_order_id
        others = {row.provider_order_id for row in self._rows if row.id != dropship.id}
        if provider_order_id is not None and provider_order_id in others:
            raise Conflict("The lab's order belongs to another of ours.")
        kept = replace(
            known,
            status=dropship.status,
            provider_order_id=provider_order_id,
            problem=dropship.problem,
            shipments=dropship.shipments,
            checked_at=dropship.checked_at,
            cancellation=dropship.cancellation,
            tries=dropship.tries,
            unseen_since=dropship.unseen_since,
        )
        self._rows.put(dropship.id, kept)

    async def freeze(self, dropship: Dropship) -> None:
        known = await self.get(dropship.id)
        self._rows.put(dropship.id, known.frozen(dropship.request_body))

    async def waiting_for(self, render_id: UUID) -> Sequence[Dropship]:
        lines = {
            line.id for order in self._orders for line in order.lines if line.render_id == render_id
        }
        found = [row for row in self._rows if row.line_id in lines and row.waits_for_file]
        return sorted(found, key=lambda row: row.id)

    async def unheard_of(
        self, checked_before: datetime, paid_since: datetime, limit: int, *, at: datetime
    ) -> Sequence[Dropship]:
        found = [
            row
            for row in self._rows
            if (row.status in FOLLOWABLE or self._failed_there(row, paid_since))
            and not checked_before <= (row.checked_at or NEVER) <= at
        ]
        return sorted(found, key=lambda row: row.checked_at or NEVER)[:limit]

    def _failed_there(self, row: Dropship, paid_since: datetime) -> bool:
        if row.status is not DropshipStatus.FAILED or row.provider_order_id is None:
            return False
        order = self._orders.get(row.order_id)
        return order is not None and (order.paid_at or NEVER) > paid_since

    def _one(self, matches: Callable[[Dropship], bool]) -> Dropship:
        for row in self._rows:
            if matches(row):
                return row
        raise DropshipNotFound


def _is_same(new: Dropship, known: Dropship) -> bool:
    same_part = (new.order_id, new.line_id, new.fulfilment_no) == (
        known.order_id,
        known.line_id,
        known.fulfilment_no,
    )
    return (
        same_part
        or new.id == known.id
        or new.idempotency_key == known.idempotency_key
        or new.callback_token == known.callback_token
    )
