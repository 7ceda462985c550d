"""The three-way check in memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice
from uuid import UUID

from adapters.outbound.memory.jobs import MemoryJob
from adapters.outbound.memory.table import MemoryStore, Table
from application.reconciliation.ports import Patience
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.status import FOLLOWABLE, NOT_BEGUN, DropshipStatus
from domain.operations.job import JobState
from domain.orders.order import Order
from domain.orders.status import PRODUCTION_PATH, UNPAID, OrderStatus
from domain.orders.timeline import TimelineEntry
from domain.payments.facts import FactKind, PaymentFact
from domain.payments.refund import Refund
from domain.payments.sums import captured_minor, refunded_minor
from domain.reconciliation.mismatch import Mismatch
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.repair import MismatchKind

WAITING = (DropshipStatus.PENDING, DropshipStatus.SUBMITTING)
AT_WORK = (DropshipStatus.SUBMITTED, DropshipStatus.ON_HOLD, DropshipStatus.IN_PRODUCTION)
GIVEN_UP = (OrderStatus.CANCELLED, OrderStatus.REFUNDED)
Money = tuple[int, int]


class MemoryThreeWayReport:
    def __init__(self, store: MemoryStore) -> None:
        self._orders: Table[UUID, Order] = store.table("orders")
        self._dropships: Table[UUID, Dropship] = store.table("dropships")
        self._facts: Table[object, PaymentFact] = store.table("payment_facts")
        self._jobs: Table[UUID, MemoryJob] = store.table("jobs")
        self._refunds: Table[UUID, Refund] = store.table("refunds")
        self._timeline: Table[int, TimelineEntry] = store.table("timeline")

    async def mismatches(self, at: datetime, patience: Patience) -> Sequence[Mismatch]:
        each_kind = (
            self._of_orders(at, patience),
            self._of_dropships(at, patience),
            self._at_lab(at - patience.lab),
            self._of_jobs(),
        )
        told = [mismatch for kind in each_kind for mismatch in kind]
        return [
            mismatch
            for kind in MismatchKind
            for mismatch in islice((one for one in told if one.kind is kind), patience.limit)
        ]

    def _of_orders(self, at: datetime, patience: Patience) -> Iterator[Mismatch]:
        with_prints = {dropship.line_id for dropship in self._dropships}
        for order in self._orders:
            captured, refunded = self._money(order.id)
            if order.paid_at is None:
                if order.status in UNPAID and captured > refunded:
                    yield _of(order, MismatchKind.PAID_NOT_MARKED, sessionId=self._paid_by(order))
                continue
            if order.status is OrderStatus.CANCELLED and not self._goes_back(order):
                yield _of(order, MismatchKind.CANCELLED_NOT_REFUNDED, captured=str(captured))
            waited = at - order.paid_at
            if order.held_because is not None:
                is_due = order.status in PRODUCTION_PATH[:3] and waited > patience.hold
                if is_due:
                    yield _of(order, MismatchKind.HELD_TOO_LONG, heldBecause=order.held_because)
                continue
            is_whole = {line.id for line in order.lines} <= with_prints
            if order.may_be_produced and waited > patience.production and not is_whole:
                yield _of(order, MismatchKind.PAID_NOT_REQUESTED, paidAt=str(order.paid_at))
            total = order.totals.total.amount
            if (
                order.status in PRODUCTION_PATH
                and captured
                and captured != order.accepted_minor
                and total not in (captured, captured - refunded)
            ):
                yield _of(
                    order,
                    MismatchKind.AMOUNT_DIFFERS_FROM_LEDGER,
                    expected=str(total),
                    captured=str(captured),
                    refunded=str(refunded),
                )

    def _of_dropships(self, at: datetime, patience: Patience) -> Iterator[Mismatch]:
        for dropship in self._dropships:
            order = self._orders.get(dropship.order_id)
            if order is None:
                continue
            kind = None
            unwanted = order.status in GIVEN_UP or order.paid_at is None
            if dropship.status in AT_WORK and unwanted and dropship.cancellation is None:
                kind = MismatchKind.PRODUCED_UNPAID
            elif (
                dropship.status in WAITING
                # Whoever looks for its file tells of it.
                and not dropship.waits_for_file
                and order.may_be_produced
                and order.paid_at is not None
                and at - order.paid_at > patience.production
            ):
                kind = MismatchKind.PAID_NOT_SUBMITTED
            if kind is not None:
                yield Mismatch(
                    kind=kind,
                    subject=dropship.id,
                    order_id=order.id,
                    details={"dropshipId": str(dropship.id), "status": dropship.status.value},
                )

    def _at_lab(self, before: datetime) -> Iterator[Mismatch]:
        for part in self._dropships:
            order = self._orders.get(part.order_id)
            if order is None or part.status not in FOLLOWABLE or part.cancellation is not None:
                continue
            is_wanted = order.status in PRODUCTION_PATH and order.held_because is None
            if not is_wanted or order.paid_at is None or order.paid_at >= before:
                continue
            is_unread = part.checked_at is not None and part.checked_at < before
            if is_unread or (part.status in NOT_BEGUN and not self._moved(order, before)):
                yield Mismatch(
                    kind=MismatchKind.AT_LAB_TOO_LONG,
                    subject=part.id,
                    order_id=order.id,
                    details={"dropshipId": str(part.id), "status": part.status.value},
                )

    def _moved(self, order: Order, since: datetime) -> bool:
        return any(
            entry.order_id == order.id and entry.at >= since and entry.event != "attention_closed"
            for entry in self._timeline
        )

    def _goes_back(self, order: Order) -> bool:
        return OrderPicture(
            order=order,
            dropships=(),
            facts=[fact for fact in self._facts if fact.order_id == order.id],
            refunds=[refund for refund in self._refunds if refund.order_id == order.id],
        ).is_refunded_whole

    def _of_jobs(self) -> Iterator[Mismatch]:
        for job in self._jobs:
            if job.state is JobState.DEAD:
                order_id = job.payload.get("order_id")
                yield Mismatch(
                    kind=MismatchKind.JOB_DEAD,
                    subject=job.id,
                    order_id=UUID(order_id) if order_id else None,
                    details={**job.payload, "kind": job.kind, "error": job.last_error or ""},
                )

    def _money(self, order_id: UUID) -> Money:
        """What came, and what went back."""
        facts = [fact for fact in self._facts if fact.order_id == order_id]
        return captured_minor(facts), refunded_minor(facts)

    def _paid_by(self, order: Order) -> str:
        return min(
            fact.object_id
            for fact in self._facts
            if fact.order_id == order.id and fact.kind is FactKind.SUCCEEDED
        )


def _of(order: Order, kind: MismatchKind, **details: str) -> Mismatch:
    return Mismatch(kind=kind, subject=order.id, order_id=order.id, details=details)
