"""One production order at the print lab for one order line."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID, uuid5

from domain.fulfilment.status import DropshipStatus, can_move
from domain.shared.refusals import Conflict, NotFound

# Keys live in a name space of their own, so that no other uuid5 of the shop can equal one.
KEY_SPACE = UUID("6b1c9a52-6f0e-5d0b-9f8e-2f3f6a0d7c11")


class DropshipNotFound(NotFound):
    """No production order belongs to that callback address."""

    code = "dropship_not_found"


class DropshipCannotMove(Conflict):
    """The table of moves has no such step."""

    code = "dropship_cannot_move"


def production_key(order_id: UUID, line_id: UUID, fulfilment_no: int) -> str:
    """The lab's idempotency key: derived, so that no crash can make a second one.

    Prodigi remembers keys for ever; a deliberate reprint takes the next fulfilment number.
    """
    return str(uuid5(KEY_SPACE, f"{order_id}/{line_id}/{fulfilment_no}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """A parcel: who carries it and where it can be followed, as far as the lab knows."""

    id: str
    carrier: str
    tracking_number: str | None
    tracking_url: str | None
    has_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropship:
    """`request_body` is frozen before the first call: every try sends these bytes and this key."""

    id: UUID
    order_id: UUID
    line_id: UUID
    fulfilment_no: int
    idempotency_key: str
    callback_token: str
    request_body: bytes
    status: DropshipStatus
    provider_order_id: str | None = None
    problem: str | None = None
    shipments: tuple[Shipment, ...] = ()
    checked_at: datetime | None = None

    @property
    def body_digest(self) -> str:
        return hashlib.sha256(self.request_body).hexdigest()

    def begin_submitting(self) -> Self:
        """A second try finds it submitting already, which is right."""
        if self.status is DropshipStatus.SUBMITTING:
            return self
        return self.move_to(DropshipStatus.SUBMITTING)

    def not_reached(self) -> Self:
        """For a first try only: an earlier one may have reached the lab without our knowing."""
        return self.move_to(DropshipStatus.PENDING)

    def accepted(self, provider_order_id: str, status: DropshipStatus, *, at: datetime) -> Self:
        moved = self.move_to(status)
        return replace(moved, provider_order_id=provider_order_id, problem=None, checked_at=at)

    def refused(self, problem: str) -> Self:
        return replace(self.move_to(DropshipStatus.FAILED), problem=problem)

    def seen(
        self,
        status: DropshipStatus,
        shipments: tuple[Shipment, ...],
        problem: str | None,
        *,
        at: datetime,
    ) -> Self:
        """What the lab said just now. A report older than what we know never moves it back."""
        moved = status if can_move(self.status, status) else self.status
        known = {shipment.id: shipment for shipment in self.shipments}
        for shipment in shipments:
            before = known.get(shipment.id)
            if before is None or shipment.has_left or not before.has_left:
                known[shipment.id] = shipment
        return replace(
            self,
            status=moved,
            shipments=tuple(known.values()),
            problem=problem,
            checked_at=at,
        )

    def move_to(self, status: DropshipStatus) -> Self:
        """Raises DropshipCannotMove."""
        if not can_move(self.status, status):
            raise DropshipCannotMove(f"{self.status.value} cannot become {status.value}.")
        return replace(self, status=status)
