"""Give a buyer money back at staff's word, in part or in full, and never more than is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from application.orders.ports import ClosesItems
from application.payments.ports import BeginPaymentWork, IntendsRefund, PaymentWork
from application.shared.ports import Clock
from domain.fulfilment.status import DropshipStatus
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.payments.consequences import REFUND_INTENDED
from domain.payments.refund import Refund, RefundReason
from domain.payments.refundable import refundable
from domain.payments.refusals import RefundAmountInvalid, RefundTooLarge
from domain.shared.currencies import smallest_step
from domain.shared.money import Money

# Nothing of these has reached the lab, or it will not make it.
NOT_MADE = frozenset({DropshipStatus.PENDING, DropshipStatus.CANCELLED, DropshipStatus.FAILED})

BY_STAFF = "staff-"


class Production(StrEnum):
    """What a refund means for the goods."""

    CONTINUES = "continues"
    STOPPED = "stopped"
    NOT_RECALLED = "not_recalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundWish:
    """`amount` in minor units of the order's currency; without one all that is left."""

    order_id: UUID
    amount: int | None
    reason: RefundReason
    note: str
    staff_id: UUID
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntendedRefund:
    """`left` is what may still be refunded after it, in minor units."""

    id: UUID
    order_id: UUID
    amount: int
    currency: str
    left: int
    intended_at: datetime
    production: Production


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundOrder:
    """Only intends it: a job asks the provider, and the order's timeline tells what became of it.

    Raises OrderNotFound, OrderNotPaid, PaymentDisputed, RefundAmountInvalid and RefundTooLarge.
    """

    begin: BeginPaymentWork
    intend_refund: IntendsRefund
    close_items: ClosesItems
    clock: Clock

    async def __call__(self, wish: RefundWish) -> IntendedRefund:
        async with self.begin() as work:
            # Its lock keeps two members of staff from refunding the same money.
            order = await work.orders.lock(wish.order_id)
            if wish.request is not None:
                before = await work.replies.recall(wish.request, IntendedRefund)
                if before is not None:
                    return before
            intended = await self._intend(work, order, wish)
            await self.close_items(work, order.id, str(wish.staff_id), intended.intended_at)
            if wish.request is not None:
                await work.replies.keep(wish.request, intended)
            await work.commit()
        return intended

    async def _intend(self, work: PaymentWork, order: Order, wish: RefundWish) -> IntendedRefund:
        refunds = await work.refunds.of_order(order.id)
        facts = await work.payment_facts.of(order.id)
        left = refundable(order, facts, refunds)
        amount = _checked(wish.amount, left)
        at = self.clock.now()
        refund = await self.intend_refund(
            work,
            order,
            payment_intent_id=order.payment_intent_id or "",
            amount=amount,
            purpose=_next_purpose(refunds),
            reason=wish.reason,
            actor=f"staff:{wish.staff_id}",
            at=at,
            note=wish.note,
        )
        if refund is None:
            raise RefundTooLarge(facts={"left": left.amount})
        return IntendedRefund(
            id=refund.id,
            order_id=order.id,
            amount=amount.amount,
            currency=amount.currency,
            left=(left - amount).amount,
            intended_at=at,
            production=await self._stop(work, order, is_all=amount == left),
        )

    async def _stop(self, work: PaymentWork, order: Order, *, is_all: bool) -> Production:
        """Nothing that is refunded in full is sent to the lab; what it has is not called back."""
        if not is_all:
            return Production.CONTINUES
        # A reprint may wait for the lab though the order was shipped.
        if order.may_be_reprinted:
            await work.orders.save(order.hold(REFUND_INTENDED))
        prints = await work.dropships.of_order(order.id)
        is_made = any(part.status not in NOT_MADE for part in prints)
        return Production.NOT_RECALLED if is_made else Production.STOPPED


def _checked(wanted: int | None, left: Money) -> Money:
    amount = left if wanted is None else Money(wanted, left.currency)
    if left.amount <= 0 or amount.amount > left.amount:
        raise RefundTooLarge(facts={"left": left.amount}, field="amount")
    if amount.amount <= 0 or amount.amount % smallest_step(amount.currency):
        raise RefundAmountInvalid(field="amount")
    return amount


def _next_purpose(refunds: Sequence[Refund]) -> str:
    """Numbered under the order's lock, so that each wish has a key of its own."""
    asked = sum(refund.purpose.startswith(BY_STAFF) for refund in refunds)
    return f"{BY_STAFF}{asked + 1}"
