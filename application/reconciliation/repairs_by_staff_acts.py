"""Repairs that are what staff have routes for: release, cancel, reprint, refund."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from application.reconciliation.carry_out import known, named, order_in, reason_of
from application.reconciliation.staff_acts import StaffActs
from application.reconciliation.staff_ports import StaffWork
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.repair import LINE_NOT_REFUNDED, MismatchKind, NoRepairKnown

ALL_OF_IT = frozenset({"currency_differs", MismatchKind.CANCELLED_NOT_REFUNDED.value})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHeldOrder:
    acts: StaffActs

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        await self.acts.release(work, order_in(picture).id, by, reason_of(item))


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAtLab:
    acts: StaffActs

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        """All prints of the order, since none of an order that is over is wanted."""
        await self.acts.cancel(work, order_in(picture).id, by, reason_of(item))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintCancelledLine:
    acts: StaffActs

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        part = known(picture).dropship(named(item, "dropshipId"))
        if part is None:
            raise NoRepairKnown
        await self.acts.reprint(work, part.order_id, part.line_id, by, reason_of(item))


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundWhatIsTooMuch:
    """First what came besides the order's own payment, then what is too much of that. In a foreign
    currency all of it is: nobody can compare it with the total. Of what was cancelled, all that
    was paid for it.
    """

    acts: StaffActs

    async def __call__(
        self,
        work: StaffWork,
        item: AttentionItem,
        picture: OrderPicture | None,
        by: UUID,
        at: datetime,
    ) -> None:
        seen = known(picture)
        if item.reason in ALL_OF_IT:
            await self.acts.refund(work, seen.order.id, None, by, reason_of(item))
            return
        if item.reason == LINE_NOT_REFUNDED:
            if not seen.unmade_and_kept_minor:
                raise NoRepairKnown
            kept = seen.unmade_and_kept_minor
            await self.acts.refund(work, seen.order.id, kept, by, reason_of(item))
            return
        if await self._besides(work, seen, by):
            return
        too_much = seen.unclaimed_of(seen.own) - seen.order.totals.total.amount
        if too_much <= 0:
            raise NoRepairKnown
        await self.acts.refund(work, seen.order.id, too_much, by, reason_of(item))

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
