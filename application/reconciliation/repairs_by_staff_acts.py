"""Repairs that are what staff have routes for: release, cancel, reprint, refund."""

from dataclasses import dataclass
from uuid import UUID

from application.reconciliation.carry_out import Trouble
from application.reconciliation.staff_acts import StaffActs
from application.reconciliation.staff_ports import StaffWork
from domain.orders.bought_again import BOUGHT_TWICE
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.repair import LINE_NOT_REFUNDED, MismatchKind, NoRepairKnown

ALL_OF_IT = frozenset({"currency_differs", BOUGHT_TWICE, MismatchKind.CANCELLED_NOT_REFUNDED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHeldOrder:
    acts: StaffActs

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        await self.acts.release(work, trouble.order.id, trouble.by, trouble.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAtLab:
    acts: StaffActs

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        """All prints of the order, since none of an order that is over is wanted."""
        await self.acts.cancel(work, trouble.order.id, trouble.by, trouble.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintCancelledLine:
    acts: StaffActs

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        part = trouble.picture.dropship(trouble.named("dropshipId"))
        if part is None:
            raise NoRepairKnown
        await self.acts.reprint(work, part.order_id, part.line_id, trouble.by, trouble.why)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundWhatIsTooMuch:
    """First what came besides the order's own payment, then what is too much of that. In a foreign
    currency all of it is: nobody can compare it with the total. Of what was cancelled, or bought
    twice, all that was paid for it.
    """

    acts: StaffActs

    async def __call__(self, work: StaffWork, trouble: Trouble) -> None:
        seen = trouble.picture
        if trouble.item.reason in ALL_OF_IT:
            await self.acts.refund(work, seen.order.id, None, trouble.by, trouble.why)
            return
        if trouble.item.reason == LINE_NOT_REFUNDED:
            if not seen.unmade_and_kept_minor:
                raise NoRepairKnown
            kept = seen.unmade_and_kept_minor
            await self.acts.refund(work, seen.order.id, kept, trouble.by, trouble.why)
            return
        if await self._besides(work, seen, trouble.by):
            return
        too_much = seen.unclaimed_of(seen.own) - seen.order.totals.total.amount
        if too_much <= 0:
            raise NoRepairKnown
        await self.acts.refund(work, seen.order.id, too_much, trouble.by, trouble.why)

    async def _besides(self, work: StaffWork, seen: OrderPicture, by: UUID) -> bool:
        """Whether such a payment goes back now, or does already."""
        going = False
        for payment in seen.surplus:
            left = seen.unclaimed_of(payment)
            if left:
                name = payment.payment_intent_id
                going |= await self.acts.give_back(work, seen.order, name, left, by)
            else:
                going |= bool(payment.left)
        return going
