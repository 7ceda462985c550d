"""Staff: they refund, cancel, release, print again, and work off their list, whenever they like."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID, uuid4

from adapters.inbound.simulation.insistence import Insistence
from adapters.inbound.simulation.surroundings import SimulatedShop
from application.fulfilment.staff_wish import StaffWish
from application.payments.refund_order import RefundWish
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.payments.refund import RefundReason
from domain.reconciliation.attention_item import AttentionItem

Act = Callable[[StaffWish], Awaitable[Any]]


@dataclass(slots=True)
class Staff:
    """What they released or cancelled is theirs to answer for, and noted for the end."""

    dice: Random
    insist: Insistence
    shop: SimulatedShop
    id: UUID = field(default_factory=uuid4)
    released: set[UUID] = field(default_factory=set)
    cancelled: set[UUID] = field(default_factory=set)
    reprints: dict[UUID, int] = field(default_factory=dict)
    refunds: dict[str, set[UUID]] = field(default_factory=dict)
    repairs: dict[str, int] = field(default_factory=dict)

    async def look_after(self, order: Order) -> None:
        """One act, at a moment that nobody foresees; sometimes asked for twice under one key."""
        await asyncio.sleep(self.dice.expovariate(1 / self.dice.choice((5, 600, 3000))))
        mood = self.dice.random()
        if mood < 0.35:
            await self._refund(order.id)
        elif mood < 0.5:
            self.cancelled.add(order.id)
            await self._ask(self.shop.cancel_order, self._wish(order))
        elif mood < 0.65:
            self.released.add(order.id)
            await self._ask(self.shop.release_order, self._wish(order))
        elif mood < 0.8:
            await self._ask(self.shop.resubmit_order, self._wish(order))
        else:
            line_id = self.dice.choice(order.lines).id
            self.reprints[line_id] = self.reprints.get(line_id, 0) + 1
            await self._ask(self.shop.reprint_line, self._wish(order, line_id))

    async def work_off_list(self) -> None:
        """Whatever is suggested is carried out, for as long as anything goes wrong."""
        while True:
            await asyncio.sleep(self.dice.expovariate(1 / 2400))
            found = await self.insist(lambda: self.shop.list_attention(False, 1, 50))
            if found is not None and found[0]:
                await self.repair(self.dice.choice(found[0]))

    async def repair(self, item: AttentionItem) -> bool:
        """By one of them, or by two at once."""
        if item.suggested_repair is None:
            return False
        if item.order_id is not None:
            self.released.add(item.order_id)
        asked = [self._repaired(item.id) for _ in range(self.dice.choice((1, 1, 2)))]
        done = any(await asyncio.gather(*asked))
        if done:
            self.repairs[item.reason] = self.repairs.get(item.reason, 0) + 1
        return done

    async def _repaired(self, item_id: int) -> bool:
        answer = await self.insist(lambda: self.shop.repair_attention(item_id, self.id, True))
        return answer is not None

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
            made = await self.insist(lambda: self.shop.refund_order(wish))
            if made is not None:
                self.refunds.setdefault(request.key, set()).add(made.id)

    def _wish(self, order: Order, line_id: UUID | None = None) -> StaffWish:
        return StaffWish(
            order_id=order.id,
            staff_id=self.id,
            reason="Asked for by the buyer.",
            line_id=line_id,
            is_confirmed=self.dice.random() < 0.5,
            request=self._request(),
        )

    async def _ask(self, act: Act, wish: StaffWish) -> None:
        for _ in range(self.dice.choice((1, 1, 2))):
            await self.insist(lambda: act(wish))

    def _request(self) -> Request:
        return Request(owner_id=self.id, key=str(self.dice.getrandbits(64)), fingerprint="the same")
