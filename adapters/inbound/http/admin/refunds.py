"""The route by which staff give a buyer money back."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

import msgspec
from litestar import Controller, post
from litestar.params import FromPath, JSONBody

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body, MoneyAnswer
from adapters.inbound.http.plain_text import WITHOUT_NUL
from adapters.inbound.http.provided import Provided
from application.payments.refund_order import IntendedRefund, RefundOrder, RefundWish
from domain.identity.owner import Owner
from domain.operations.reply import Request as RetryRequest
from domain.payments.refund import RefundReason
from domain.resilience.rate_class import RateClass
from domain.shared.money import Money

NOTE_CHARACTERS_MAX = 500
PRODUCTION = {
    "continues": "What was ordered is still made.",
    "stopped": "Nothing had reached the lab, and nothing will be made.",
    "not_recalled": "The lab is asked to cancel what it has not begun; the rest stays made.",
}


class RefundBody(Body):
    """`amount` in minor units; without it all that is left. `note` is for staff only."""

    reason: RefundReason
    amount: int | None = None
    note: Annotated[str, msgspec.Meta(max_length=NOTE_CHARACTERS_MAX, pattern=WITHOUT_NUL)] = ""


class RefundAnswer(Answer):
    """The refund is under way; the order's timeline tells when the provider has made it.

    `production` is `continues`, `stopped` or `not_recalled`, and `productionMessage` says what
    that means for the goods.
    """

    id: UUID
    order_id: UUID
    amount: MoneyAnswer
    left: MoneyAnswer
    intended_at: datetime
    production: str
    production_message: str

    @classmethod
    def of(cls, refund: IntendedRefund) -> Self:
        return cls(
            id=refund.id,
            order_id=refund.order_id,
            amount=MoneyAnswer.of(Money(refund.amount, refund.currency)),
            left=MoneyAnswer.of(Money(refund.left, refund.currency)),
            intended_at=refund.intended_at,
            production=refund.production.value,
            production_message=PRODUCTION[refund.production.value],
        )


class StaffRefundController(Controller):
    path = "/api/admin/orders"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @post("/{order_id:uuid}/refund", summary="Refund a payment", status_code=202)
    async def refund(
        self,
        owner: Provided[Owner],
        order_id: FromPath[UUID],
        retry: Provided[RetryRequest | None],
        data: JSONBody[RefundBody],
        refund_order: Provided[RefundOrder],
    ) -> RefundAnswer:
        """In part or in full, never more than was captured and is not refunded yet."""
        intended = await refund_order(
            RefundWish(
                order_id=order_id,
                amount=data.amount,
                reason=data.reason,
                note=data.note.strip(),
                staff_id=owner.id,
                request=retry,
            )
        )
        return RefundAnswer.of(intended)
