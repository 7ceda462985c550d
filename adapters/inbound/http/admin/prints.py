"""Routes for staff who act on an order's prints: resubmit, reprint, cancel, release."""

from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.plain_text import WITHOUT_NUL
from adapters.inbound.http.provided import Provided
from application.fulfilment.cancel_order import CancelOrder
from application.fulfilment.release_order import ReleaseOrder
from application.fulfilment.reprint_line import ReprintLine
from application.fulfilment.resubmit_order import ResubmitOrder
from application.fulfilment.staff_wish import OrderPrints, PrintState, StaffWish
from domain.identity.owner import Owner
from domain.operations.reply import Request as RetryRequest
from domain.resilience.rate_class import RateClass


class ReasonBody(Body):
    """`reason` is kept in the order's timeline."""

    reason: Annotated[str, Meta(pattern=WITHOUT_NUL)]


class ResubmitBody(ReasonBody):
    """Without `lineId`, every print that failed, is on hold, or whose job has died."""

    line_id: UUID | None = None


class ReprintBody(ReasonBody):
    """`confirm` makes another one although the line may still come out of the lab."""

    line_id: UUID
    confirm: bool = False


class PrintStateAnswer(Answer):
    """`cancellation` is `asked` until the lab has answered, and `refused` if it refused."""

    id: UUID
    line_id: UUID
    fulfilment_no: int
    status: str
    cancellation: str | None
    problem: str | None

    @classmethod
    def of(cls, state: PrintState) -> Self:
        return cls(
            id=state.id,
            line_id=state.line_id,
            fulfilment_no=state.fulfilment_no,
            status=state.status,
            cancellation=state.cancellation,
            problem=state.problem,
        )


class OrderPrintsAnswer(Answer):
    """The order and all its prints as they were when the request was done."""

    order_id: UUID
    status: str
    held_because: str | None
    prints: list[PrintStateAnswer]

    @classmethod
    def of(cls, done: OrderPrints) -> Self:
        return cls(
            order_id=done.order_id,
            status=done.status,
            held_because=done.held_because,
            prints=[PrintStateAnswer.of(state) for state in done.prints],
        )


class StaffPrintController(Controller):
    path = "/api/admin/orders/{order_id:uuid}"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @post("/resubmit", summary="Send prints to the lab once more", status_code=200)
    async def resubmit(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        order_id: FromPath[UUID],
        data: JSONBody[ResubmitBody],
        resubmit_order: Provided[ResubmitOrder],
    ) -> OrderPrintsAnswer:
        """The same key and bytes as ever, so that the lab cannot make a second one of it."""
        wish = _wish(owner, retry, order_id, data.reason, line_id=data.line_id)
        return OrderPrintsAnswer.of(await resubmit_order(wish))

    @post("/reprint", summary="Have a line printed once more", status_code=200)
    async def reprint(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        order_id: FromPath[UUID],
        data: JSONBody[ReprintBody],
        reprint_line: Provided[ReprintLine],
    ) -> OrderPrintsAnswer:
        """On purpose, at the shop's cost: the next number, a new key, a fresh picture link."""
        wish = _wish(owner, retry, order_id, data.reason, data.line_id, is_confirmed=data.confirm)
        return OrderPrintsAnswer.of(await reprint_line(wish))

    @post("/cancel", summary="Cancel an order's prints", status_code=200)
    async def cancel(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        order_id: FromPath[UUID],
        data: JSONBody[ReasonBody],
        cancel_order: Provided[CancelOrder],
    ) -> OrderPrintsAnswer:
        """What was not sent yet never is; of the rest the lab is asked, and its answer told.

        Money is not touched: refund it by the route for that.
        """
        return OrderPrintsAnswer.of(await cancel_order(_wish(owner, retry, order_id, data.reason)))

    @post("/release", summary="Let a held order go on", status_code=200)
    async def release(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        order_id: FromPath[UUID],
        data: JSONBody[ReasonBody],
        release_order: Provided[ReleaseOrder],
    ) -> OrderPrintsAnswer:
        """What was withheld is sent to the lab."""
        return OrderPrintsAnswer.of(await release_order(_wish(owner, retry, order_id, data.reason)))


def _wish(
    owner: Owner,
    retry: RetryRequest | None,
    order_id: UUID,
    reason: str,
    line_id: UUID | None = None,
    *,
    is_confirmed: bool = False,
) -> StaffWish:
    return StaffWish(
        order_id=order_id,
        staff_id=owner.id,
        reason=reason,
        line_id=line_id,
        is_confirmed=is_confirmed,
        request=retry,
    )
