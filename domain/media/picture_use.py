"""Which orders still need a picture's file, and what becomes of those that may yet be paid."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from domain.orders.status import PRODUCTION_PATH, OrderStatus
from domain.privacy.erasure import is_finished

# The lab fetches the file some time after it took the order, and may fetch it again.
AT_THE_LAB = frozenset(
    {
        DropshipStatus.SUBMITTING,
        DropshipStatus.SUBMITTED,
        DropshipStatus.ON_HOLD,
        DropshipStatus.IN_PRODUCTION,
    }
)
DONE = frozenset({DropshipStatus.SHIPPED, DropshipStatus.COMPLETE, DropshipStatus.CANCELLED})
MAY_YET_BE_PAID = frozenset({OrderStatus.DRAFT, OrderStatus.EXPIRED, OrderStatus.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePrint:
    line_id: UUID
    fulfilment_no: int
    status: DropshipStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUse:
    """An order of which the lines `line_ids` show the picture; `prints` are of these lines."""

    order: Order
    line_ids: tuple[UUID, ...]
    prints: tuple[LinePrint, ...] = ()
    session: CheckoutSession | None = None

    def is_needed(self, at: datetime) -> bool:
        """It may be paid, or not all of it was handed over: without the file nobody could."""
        at_the_lab = [each.status for each in self.prints if each.status in AT_THE_LAB]
        if self.order.status in PRODUCTION_PATH:
            return bool(at_the_lab) or not all(map(self._is_done, self.line_ids))
        return not is_finished(self.order, self.session, at_the_lab, at)

    @property
    def must_be_held(self) -> bool:
        """Money that comes in late would pay for what cannot be made any more."""
        unpaid = self.order.paid_at is None and self.order.status in MAY_YET_BE_PAID
        return unpaid and self.order.held_because is None

    def _is_done(self, line_id: UUID) -> bool:
        prints = [each for each in self.prints if each.line_id == line_id]
        return bool(prints) and all(
            each.status in DONE or _was_replaced(each, prints) for each in prints
        )


def _was_replaced(failed: LinePrint, prints: list[LinePrint]) -> bool:
    return failed.status is DropshipStatus.FAILED and any(
        later.fulfilment_no > failed.fulfilment_no and later.status is not DropshipStatus.CANCELLED
        for later in prints
    )
