"""Staff at their desk: what they can have done to the orders of a shop in memory."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from adapters.outbound.memory.print_lab import LabOrder
from application.carts.when_order_is_paid_take_bought_lines_out import TakeBoughtLinesOut
from application.fulfilment.cancel_order import CancelOrder
from application.fulfilment.release_order import ReleaseOrder
from application.fulfilment.reprint_line import ReprintLine
from application.fulfilment.resubmit_order import ResubmitOrder
from application.fulfilment.staff_wish import StaffWish
from application.fulfilment.when_order_is_paid_request_prints import RequestPrints
from application.notifications.when_order_is_paid_confirm_by_mail import ConfirmByMail
from application.notifications.write_mail import WriteMail
from application.reconciliation.close_what_is_gone import CloseWhatIsGone
from domain.fulfilment.lab_report import Submission
from domain.fulfilment.status import DropshipStatus
from domain.operations.reply import Request
from domain.orders.order import Order
from tests.contract.persistence import Persistence, until
from tests.unit.checkout.shop import Lab, Shop
from tests.unit.checkout.surroundings import AssetLinks


class WatchedLab(Lab):
    """What is in `meanwhile` for an order's id happens after the first part of that order arrived
    there, and before the answer reaches us.
    """

    def __init__(self) -> None:
        super().__init__()
        self.meanwhile: dict[str, Callable[[], Awaitable[object]]] = {}

    async def submit(self, request_body: bytes) -> Submission:
        answer = await super().submit(request_body)
        happens = self.meanwhile.pop(json.loads(request_body)["order_id"], None)
        if happens is not None:
            await happens()
        return answer


@dataclass
class Desk:
    shop: Shop
    lab: WatchedLab

    def __post_init__(self) -> None:
        begin, clock = self.shop.begin, self.shop.clock
        prints = RequestPrints(
            lab=self.lab,
            assets=AssetLinks(),
            callback_token=lambda: f"token-{uuid4()}",
            new_id=uuid4,
            public_base_url="https://shop.example",
            asset_url_lifetime=timedelta(days=60),
        )
        close = CloseWhatIsGone()
        self.resubmit = ResubmitOrder(begin=begin, close_items=close, clock=clock)
        self.reprint = ReprintLine(begin=begin, prints=prints, close_items=close, clock=clock)
        self.cancel = CancelOrder(begin=begin, close_items=close, clock=clock)
        self.release = ReleaseOrder(
            begin=begin,
            reactions=(prints, ConfirmByMail(write=WriteMail(new_id=uuid4)), TakeBoughtLinesOut()),
            close_items=close,
            clock=clock,
        )

    async def paid(self, **captured: Any) -> Order:
        """Paid, and nothing sent to the lab yet."""
        checkout = await self.shop.check_out()
        session_id = checkout.session.session_id or ""
        paid = {"payment_intent_id": f"pi_{uuid4()}", **captured}
        self.shop.gateway.money_arrives(session_id, **paid)
        await self.shop.deliver("checkout.session.completed", session_id)

        async def is_paid() -> Order | None:
            await self.shop.run.oldest_overdue(timedelta())
            order = await self.shop.order(checkout.order.id)
            return order if order.has_been_paid else None

        return await until(self.shop.persistence, is_paid)

    async def with_the_lab(self) -> Order:
        order = await self.paid()
        await self.until_statuses(order, DropshipStatus.SUBMITTED)
        return order

    def made(self, order: Order) -> list[LabOrder]:
        """A worker also does what other tests with the same database left behind."""
        return [made for made in self.lab.orders if made.request["order_id"] == str(order.id)]

    async def statuses(self, order: Order) -> set[DropshipStatus]:
        return {part.status for part in await self.shop.parts(order.id)}

    async def until_statuses(self, order: Order, *statuses: DropshipStatus) -> None:
        async def are_there() -> bool | None:
            await self.shop.work()
            self.shop.clock.advance(timedelta(seconds=1))
            return True if await self.statuses(order) == set(statuses) else None

        await until(self.shop.persistence, are_there)

    async def events(self, order: Order) -> list[str]:
        return [entry.event for entry in await self.shop.timeline(order.id)]


def desk_of(persistence: Persistence) -> Desk:
    lab = WatchedLab()
    return Desk(Shop(persistence, lab), lab)


def wish(order: Order, line: int | None = None, **more: Any) -> StaffWish:
    line_id: UUID | None = None if line is None else order.lines[line].id
    return StaffWish(
        order_id=order.id, staff_id=uuid4(), reason="asked for", line_id=line_id, **more
    )


def request() -> Request:
    return Request(owner_id=uuid4(), key=str(uuid4()), fingerprint="same")


async def at_once(*happenings: Awaitable[object]) -> list[object]:
    return list(await asyncio.gather(*happenings, return_exceptions=True))
