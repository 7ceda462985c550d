"""Staff: they refund, cancel, release and send again, at moments of their own choosing."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

from adapters.inbound.simulation.processes import ConnectionLost
from adapters.inbound.simulation.programs import Programs
from application.fulfilment.staff_wish import StaffWish
from application.payments.refund_order import RefundWish
from application.shared.outcomes import OutsideTrouble
from domain.operations.reply import Request, RequestInFlight
from domain.payments.refund import RefundReason
from domain.shared.refusals import DomainError

TRIES_MAX = 12


@dataclass(slots=True)
class Staff:
    """What they released or cancelled is theirs to answer for, and noted for the end."""

    dice: Random
    programs: Programs
    id: UUID = field(default_factory=uuid4)
    touched: set[UUID] = field(default_factory=set)
    refunds: dict[str, set[UUID]] = field(default_factory=dict)

    async def look_after(self, order_id: UUID) -> None:
        await asyncio.sleep(self.dice.expovariate(1 / self.dice.choice((5, 600, 3000))))
        mood, shop = self.dice.random(), self.programs.shop
        if mood < 0.4:
            await self._refund(order_id)
            return
        self.touched.add(order_id)
        act = shop.cancel_order
        if mood > 0.6:
            act = shop.release_order if mood < 0.8 else shop.resubmit_order
        wish = StaffWish(
            order_id=order_id,
            staff_id=self.id,
            reason="Asked for by the buyer.",
            request=self._request(),
        )
        await self._insist(lambda: act(wish))

    async def _refund(self, order_id: UUID) -> None:
        """All of it, or a part; asked twice under one key it is one refund."""
        request = self._request()
        wish = RefundWish(
            order_id=order_id,
            amount=self.dice.choice((None, 500)),
            reason=RefundReason.REQUESTED_BY_CUSTOMER,
            note="",
            staff_id=self.id,
            request=request,
        )
        for _ in range(self.dice.choice((1, 1, 2))):
            made = await self._insist(lambda: self.programs.shop.refund_order(wish))
            if made is not None:
                self.refunds.setdefault(request.key, set()).add(made.id)

    def _request(self) -> Request:
        return Request(owner_id=self.id, key=str(self.dice.getrandbits(64)), fingerprint="the same")

    async def _insist(self, ask: Any) -> Any:
        for attempt in range(TRIES_MAX):
            try:
                return await self.programs.api().answer(ask)
            except (ConnectionLost, OutsideTrouble, RequestInFlight):
                await asyncio.sleep(self.dice.uniform(0.5, 2.0) * 2 ** min(attempt, 6))
            except DomainError:
                return None
        return None
