"""A look at the tables after every commit: what must hold at all times is checked at all times."""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any
from uuid import UUID

from adapters.outbound.memory.table import MemoryStore
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import DropshipStatus, can_move
from domain.operations.job import Lease
from domain.orders.order import Order
from domain.orders.status import MOVES, OrderStatus


@dataclass(slots=True)
class Watch:
    """Collects violations, and every move of an order for the comparison with its timeline."""

    store: MemoryStore
    ring: Callable[[], None]
    violations: list[str] = field(default_factory=list)
    moves: list[tuple[UUID, OrderStatus | None, OrderStatus]] = field(default_factory=list)
    _orders: dict[UUID, Order] = field(default_factory=dict)
    _dropships: dict[UUID, Dropship] = field(default_factory=dict)
    _told: int = 0
    _jobs: int = 0

    def says(self, fact: str, sentence: str) -> None:
        self.violations.append(f"{fact}: {sentence}")

    def committed(self) -> None:
        orders: Any = self.store.table("orders")
        for order in orders:
            before = self._orders.get(order.id)
            if before is not order:
                self._order_changed(before, order)
                self._hold_changed(before, order)
                self._orders[order.id] = order
        dropships: Any = self.store.table("dropships")
        for dropship in dropships:
            known = self._dropships.get(dropship.id)
            if known is not dropship:
                self._dropship_changed(known, dropship)
                self._dropships[dropship.id] = dropship
        self._told = len(self.store.table("timeline"))
        jobs = len(self.store.table("jobs"))
        if jobs != self._jobs:
            self._jobs = jobs
            self.ring()

    def _order_changed(self, before: Order | None, after: Order) -> None:
        """I10: a status moves only as the table of moves says."""
        was = before.status if before is not None else None
        if was is after.status:
            return
        self.moves.append((after.id, was, after.status))
        if was is not None and not _reachable(was, after.status):
            self.says("I10", f"order {after.number} went from {was.value} to {after.status.value}")

    def _hold_changed(self, before: Order | None, after: Order) -> None:
        """I12: whoever holds or releases an order says so in the same transaction."""
        if before is None or before.held_because == after.held_because:
            return
        told: Any = islice(self.store.table("timeline"), self._told, None)
        if not any(entry.order_id == after.id for entry in told):
            self.says("I12", f"order {after.number} was held or released without a timeline row")

    def lab_makes(self, key: str) -> None:
        """I2, at the very moment: what it makes was meant to be sent."""
        dropships: Any = self.store.table("dropships")
        if sum(part.idempotency_key == key for part in dropships) != 1:
            self.says("I2", "the lab makes something under a key that is not ours")

    def _dropship_changed(self, before: Dropship | None, after: Dropship) -> None:
        """I10 for a part, and I3: it goes to the lab only when its order may be produced."""
        was = before.status if before is not None else DropshipStatus.PENDING
        if (
            before is not None
            and before.request_body != after.request_body
            and not (
                was is DropshipStatus.PENDING and before.tries == 0 and not before.request_body
            )
        ):
            self.says("I2", "the request of a part was changed")
        if was is after.status:
            return
        if not can_move(was, after.status):
            self.says("I10", f"a part went from {was.value} to {after.status.value}")
        if after.status is DropshipStatus.SUBMITTING:
            order: Order | None = self.store.table("orders").get(after.order_id)
            if order is None or not _may_be_made(order, is_reprint=after.fulfilment_no > 1):
                self.says("I3", "a part of an order that may not be produced goes to the lab")

    def is_held(self, lease: Lease) -> bool:
        job = self.store.table("jobs").get(lease.job_id)
        return job is not None and bool(job.is_held_by(lease))

    def finished(self, lease: Lease, *, held: bool) -> None:
        """A result is written by whoever holds the lease, and by nobody else."""
        if not held:
            self.says("I8", f"a job ({lease.kind}) was finished under a lease that was lost")


def _may_be_made(order: Order, *, is_reprint: bool) -> bool:
    """In words of its own, so that a mistake in the domain's is found."""
    producible = [OrderStatus.PAID, OrderStatus.IN_PRODUCTION, OrderStatus.PARTIALLY_SHIPPED]
    if is_reprint:
        producible += [OrderStatus.SHIPPED, OrderStatus.DELIVERED]
    return order.status in producible and order.held_because is None and order.paid_at is not None


def _reachable(before: OrderStatus, after: OrderStatus) -> bool:
    """In one commit an order may be paid and refunded at once."""
    return after in MOVES[before] or any(after in MOVES[between] for between in MOVES[before])
