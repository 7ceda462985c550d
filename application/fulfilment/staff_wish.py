"""What staff ask to be done to an order's prints, and how it stands afterwards."""

from dataclasses import dataclass
from uuid import UUID

from application.fulfilment.ports import StaffPrintWork
from domain.fulfilment.refusals import ReasonMissing
from domain.operations.reply import Request
from domain.orders.order import Order

REASON_CHARACTERS_MAX = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffWish:
    """`request` is the client's retry key; without `line_id` all lines are meant."""

    order_id: UUID
    staff_id: UUID
    reason: str
    line_id: UUID | None = None
    is_confirmed: bool = False
    request: Request | None = None

    def check_reason(self) -> None:
        """Raises ReasonMissing."""
        if not self.reason.strip() or len(self.reason) > REASON_CHARACTERS_MAX:
            raise ReasonMissing(
                f"Say why, in at most {REASON_CHARACTERS_MAX} characters.", field="reason"
            )

    def notes(self, **more: str) -> dict[str, str]:
        """Who it was, for the timeline."""
        return {"staffId": str(self.staff_id), **more}


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintState:
    id: UUID
    line_id: UUID
    fulfilment_no: int
    status: str
    cancellation: str | None
    problem: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPrints:
    """Kept as the answer to a repeat of the same request."""

    order_id: UUID
    status: str
    held_because: str | None
    prints: tuple[PrintState, ...]


async def done_before(work: StaffPrintWork, wish: StaffWish) -> OrderPrints | None:
    """What was answered to the same request, if it was made before."""
    wish.check_reason()
    if wish.request is None:
        return None
    return await work.replies.recall(wish.request, OrderPrints)


async def done(work: StaffPrintWork, wish: StaffWish, order: Order) -> OrderPrints:
    """Commits, and keeps what it answers."""
    answer = OrderPrints(
        order_id=order.id,
        status=order.status.value,
        held_because=order.held_because,
        prints=tuple(
            PrintState(
                id=part.id,
                line_id=part.line_id,
                fulfilment_no=part.fulfilment_no,
                status=part.status.value,
                cancellation=part.cancellation,
                problem=part.problem,
            )
            for part in await work.dropships.of_order(order.id)
        ),
    )
    if wish.request is not None:
        await work.replies.keep(wish.request, answer)
    await work.commit()
    return answer
