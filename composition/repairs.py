"""Who carries out what an attention item suggests: mostly what staff have routes for as well."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.outbound.system.clock import new_id
from application.fulfilment.cancel_order import CancelOrder
from application.fulfilment.release_order import ReleaseOrder
from application.fulfilment.reprint_line import ReprintLine
from application.fulfilment.staff_wish import StaffWish
from application.payments.intend_refund import IntendRefund
from application.payments.refund_order import RefundOrder, RefundWish
from application.reconciliation.carry_out import CarryOut
from application.reconciliation.repairs import (
    PollDropship,
    RequestMissingPrints,
    ResubmitDropship,
    RetryDeadJob,
    SettleSessionAgain,
)
from application.reconciliation.repairs_by_staff_acts import (
    CancelAtLab,
    RefundWhatIsTooMuch,
    ReleaseHeldOrder,
    ReprintCancelledLine,
)
from application.shared.within import Within
from composition.prints import late_reactions, request_prints
from composition.wiring import Wiring
from domain.orders.order import Order
from domain.payments.refund import RefundReason
from domain.reconciliation.repair import Repair
from domain.shared.money import Money

SURPLUS = "paid_twice"


async def later(work: object, order_id: UUID, by: str, at: datetime) -> None:
    """A repair closes items itself, when it has closed its own."""


@dataclass(frozen=True, slots=True)
class ActsWithin:
    """The use cases behind the staff routes, each as a part of the repair's own work."""

    wiring: Wiring

    async def release(self, work: Any, order_id: UUID, by: UUID, why: str) -> None:
        act = ReleaseOrder(
            begin=Within(work),
            reactions=late_reactions(self.wiring),
            close_items=later,
            clock=self.wiring.outside.clock(),
        )
        await act(StaffWish(order_id=order_id, staff_id=by, reason=why))

    async def cancel(self, work: Any, order_id: UUID, by: UUID, why: str) -> None:
        act = CancelOrder(begin=Within(work), close_items=later, clock=self.wiring.outside.clock())
        await act(StaffWish(order_id=order_id, staff_id=by, reason=why))

    async def reprint(self, work: Any, order_id: UUID, line_id: UUID, by: UUID, why: str) -> None:
        act = ReprintLine(
            begin=Within(work),
            prints=request_prints(self.wiring),
            close_items=later,
            clock=self.wiring.outside.clock(),
        )
        await act(StaffWish(order_id=order_id, staff_id=by, reason=why, line_id=line_id))

    async def refund(
        self, work: Any, order_id: UUID, amount_minor: int | None, by: UUID, why: str
    ) -> None:
        act = RefundOrder(
            begin=Within(work),
            intend_refund=self._intend(),
            close_items=later,
            clock=self.wiring.outside.clock(),
        )
        await act(
            RefundWish(
                order_id=order_id,
                amount=amount_minor,
                reason=RefundReason.REQUESTED_BY_CUSTOMER,
                note=why,
                staff_id=by,
            )
        )

    async def give_back(
        self, work: Any, order: Order, payment_intent_id: str, amount_minor: int, by: UUID
    ) -> bool:
        facts = await work.payment_facts.of(order.id)
        currency = next(
            fact.amount.currency for fact in facts if fact.payment_intent_id == payment_intent_id
        )
        intended = await self._intend()(
            work,
            order,
            payment_intent_id=payment_intent_id,
            amount=Money(amount_minor, currency),
            purpose=SURPLUS,
            reason=RefundReason.DUPLICATE,
            actor=f"staff:{by}",
            at=self.wiring.outside.clock().now(),
        )
        return intended is not None

    def _intend(self) -> IntendRefund:
        return IntendRefund(gateway=self.wiring.outside.gateway(), new_id=new_id)


def repairs(wiring: Wiring) -> dict[Repair, CarryOut]:
    """One for every repair that is ever suggested."""
    acts = ActsWithin(wiring)
    return {
        Repair.SETTLE_SESSION: SettleSessionAgain(new_id=new_id),
        Repair.REQUEST_PRINTS: RequestMissingPrints(request=request_prints(wiring)),
        Repair.RESUBMIT: ResubmitDropship(new_id=new_id),
        Repair.POLL_DROPSHIP: PollDropship(new_id=new_id),
        Repair.RETRY_JOB: RetryDeadJob(),
        Repair.RELEASE: ReleaseHeldOrder(acts=acts),
        Repair.CANCEL_AT_LAB: CancelAtLab(acts=acts),
        Repair.REPRINT: ReprintCancelledLine(acts=acts),
        Repair.REFUND: RefundWhatIsTooMuch(acts=acts),
    }
