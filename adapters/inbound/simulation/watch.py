"""A look at the tables after every commit: what must hold at all times is checked at all times."""

from collections.abc import Callable
from dataclasses import dataclass, field
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
    _jobs: int = 0

    def says(self, fact: str, sentence: str) -> None:
        self.violations.append(f"{fact}: {sentence}")

    def committed(self) -> None:
        orders: Any = self.store.table("orders")
        for order in orders:
            before = self._orders.get(order.id)
            if before is not order:
                self._order_changed(before, order)
                self._orders[order.id] = order
        dropships: Any = self.store.table("dropships")
        for dropship in dropships:
            known = self._dropships.get(dropship.id)
            if known is not dropship:
                self._dropship_changed(known, dropship)
                self._dropships[dropship.id] = dropship
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

    def _dropship_changed(self, before: Dropship | None, after: Dropship) -> None:
        """I10 for a part, and I3: it goes to the lab only when its order may be produced."""
        was = before.status if before is not None else DropshipStatus.PENDING
        if before is not None and before.request_body != after.request_body:
            self.says("I2", "the request of a part was changed")
        if was is after.status:
            return
        if not can_move(was, after.status):
            self.says("I10", f"a part went from {was.value} to {after.status.value}")
        if was is DropshipStatus.PENDING and after.status is DropshipStatus.SUBMITTING:
            order: Order | None = self.store.table("orders").get(after.order_id)
            if order is None or not _may_be_made(order):
                self.says("I3", "a part of an order that may not be produced goes to the lab")

    def is_held(self, lease: Lease) -> bool:
        job = self.store.table("jobs").get(lease.job_id)
        return job is not None and bool(job.is_held_by(lease))

    def finished(self, lease: Lease, *, held: bool) -> None:
        """A result is written by whoever holds the lease, and by nobody else."""
        if not held:
            self.says("I8", f"a job ({lease.kind}) was finished under a lease that was lost")


def _may_be_made(order: Order) -> bool:
    """In words of its own, so that a mistake in the domain's is found."""
    producible = (OrderStatus.PAID, OrderStatus.IN_PRODUCTION, OrderStatus.PARTIALLY_SHIPPED)
    return order.status in producible and order.held_because is None and order.paid_at is not None


def _reachable(before: OrderStatus, after: OrderStatus) -> bool:
    """In one commit an order may be paid and refunded at once."""
    return after in MOVES[before] or any(after in MOVES[between] for between in MOVES[before])
