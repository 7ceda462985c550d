"""One production order at the print lab for one order line."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID, uuid5

from domain.fulfilment.cancellation import Cancellation
from domain.fulfilment.status import UNDER_WAY, DropshipStatus, can_move
from domain.orders.order import Order
from domain.shared.refusals import Conflict, NotFound

# Keys live in a name space of their own, so that no other uuid5 of the shop can equal one.
KEY_SPACE = UUID("6b1c9a52-6f0e-5d0b-9f8e-2f3f6a0d7c11")
FIRST_FULFILMENT = 1


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
    """`request_body` is frozen before the first call: every try sends these bytes and this key.
    Until then it is empty where the print waits for the file of a design.

    `unseen_since` is when the lab first did not know what it had taken, until it knows it again.
    """

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
    cancellation: Cancellation | None = None
    tries: int = 0
    unseen_since: datetime | None = None

    @property
    def is_under_way(self) -> bool:
        """It may still come out of the lab: nobody may have it made a second time by accident."""
        return self.status in UNDER_WAY

    @property
    def is_being_cancelled(self) -> bool:
        """What came to its end meanwhile waits for no answer any more."""
        return self.cancellation is Cancellation.ASKED and self.can_be_called_off

    @property
    def can_be_called_off(self) -> bool:
        """What has left the lab cannot; what failed there might yet be made."""
        return self.is_under_way or self.status is DropshipStatus.FAILED

    @property
    def waits_for_file(self) -> bool:
        """Nobody can have been told of it: there was nothing to tell."""
        return (
            self.status is DropshipStatus.PENDING and self.tries == 0 and self.request_body == b""
        )

    def frozen(self, request_body: bytes) -> Self:
        """Raises DropshipCannotMove for what was frozen before."""
        if not self.waits_for_file:
            raise DropshipCannotMove(f"{self.status.value}, and its request is frozen.")
        return replace(self, request_body=request_body)

    def may_be_made_for(self, order: Order) -> bool:
        """A reprint may also be of an order that was shipped."""
        if self.fulfilment_no > FIRST_FULFILMENT:
            return order.may_be_reprinted
        return order.may_be_produced

    def begin_submitting(self) -> Self:
        """A second try finds it submitting already, which is right."""
        again = self.status is DropshipStatus.SUBMITTING
        moved = self if again else self.move_to(DropshipStatus.SUBMITTING)
        return replace(moved, tries=self.tries + 1)

    def not_reached(self) -> Self:
        """For a first try only: an earlier one may have reached the lab without our knowing."""
        return self.move_to(DropshipStatus.PENDING)

    def accepted(
        self,
        provider_order_id: str,
        status: DropshipStatus,
        problem: str | None = None,
        *,
        at: datetime,
    ) -> Self:
        """Where a report was quicker than this answer, what it said stays."""
        if self.provider_order_id == provider_order_id and not can_move(self.status, status):
            return replace(self, checked_at=at)
        moved = self.move_to(status)
        return replace(moved, provider_order_id=provider_order_id, problem=problem, checked_at=at)

    def refused(self, problem: str) -> Self:
        """What the lab has cancelled meanwhile stays so."""
        if self.status is DropshipStatus.CANCELLED:
            return self
        return replace(self.move_to(DropshipStatus.FAILED), problem=problem)

    def resubmitted(self) -> Self:
        """To be sent once more, same key and same bytes; what never got there may be withheld."""
        if self.status in (DropshipStatus.PENDING, DropshipStatus.SUBMITTING):
            return self
        there = self.provider_order_id is not None
        moved = self.move_to(DropshipStatus.SUBMITTING if there else DropshipStatus.PENDING)
        return replace(moved, problem=None)

    def called_off(self) -> Self:
        """Gone if it never got to the lab; else the lab is asked, and only its answer counts."""
        never_there = (
            self.provider_order_id is None and self.status is not DropshipStatus.SUBMITTING
        )
        if never_there:
            return self.move_to(DropshipStatus.CANCELLED)
        return replace(self, cancellation=Cancellation.ASKED)

    def cancelled(self) -> Self:
        return replace(self.move_to(DropshipStatus.CANCELLED), cancellation=None)

    def cancel_refused(self) -> Self:
        return replace(self, cancellation=Cancellation.REFUSED)

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
            unseen_since=None,
        )

    def not_seen(self, *, at: datetime) -> Self:
        """The lab does not know it just now, which is normal while it holds it for edits."""
        since = None if self.status is DropshipStatus.ON_HOLD else self.unseen_since or at
        return replace(self, checked_at=at, unseen_since=since)

    def was_unseen_for(self, patience: timedelta, *, at: datetime) -> bool:
        """Looked for at least twice, and so long apart."""
        return self.unseen_since is not None and at - self.unseen_since >= patience

    def move_to(self, status: DropshipStatus) -> Self:
        """Raises DropshipCannotMove."""
        if not can_move(self.status, status):
            raise DropshipCannotMove(f"{self.status.value} cannot become {status.value}.")
        return replace(self, status=status)
