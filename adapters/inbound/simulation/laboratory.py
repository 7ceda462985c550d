"""The print lab: what it has made stays made, whatever becomes of us."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from random import Random
from typing import Any

from adapters.inbound.simulation.post import Post
from adapters.outbound.memory.print_lab import PROVIDER, LabOrder, MemoryPrintLab
from application.shared.outcomes import Rejected
from domain.fulfilment.lab_report import Submission
from domain.fulfilment.status import DropshipStatus

MADE: tuple[tuple[DropshipStatus, str | None], ...] = (
    (DropshipStatus.IN_PRODUCTION, None),
    (DropshipStatus.SHIPPED, "TRACK"),
    (DropshipStatus.COMPLETE, "TRACK"),
)
CANCELLED_HERE = (MADE[0], (DropshipStatus.CANCELLED, None))
NOT_PAID = (DropshipStatus.ON_HOLD, None)
# Its picture could not be fetched, and once it could: nobody has to ask again.
NO_PICTURE = (DropshipStatus.FAILED, None)
PROBLEMS: dict[tuple[DropshipStatus, str | None], str] = {
    NOT_PAID: "The payment method was declined.",
    NO_PICTURE: "No picture.",
}
TakeIn = Callable[[str, str, str, bytes], Awaitable[None]]


class Laboratory(MemoryPrintLab):
    """Makes what it is asked for, step by step, and calls back after each."""

    def __init__(self, dice: Random, post: Post, may_be_made: Callable[[str], None]) -> None:
        super().__init__()
        self._dice, self._post, self._may_be_made = dice, post, may_be_made
        self._unwanted: set[str] = set()
        self._calls = 0
        self.take_in: TakeIn | None = None
        self.at_work = 0

    async def submit(self, request_body: bytes) -> Submission:
        key = json.loads(request_body)["key"]
        if key not in self._by_key and (key in self._unwanted or self._dice.random() < 0.005):
            # What was refused once is refused for ever.
            self._unwanted.add(key)
            raise Rejected(PROVIDER, "This cannot be printed.")
        return await super().submit(request_body)

    def _new_order(self, request: dict[str, Any]) -> LabOrder:
        made = super()._new_order(request)
        # Two labs with the same numbers would be one lab: the key makes ours unmistakable.
        report = replace(made.report, provider_order_id=f"ord_{request['key']}")
        if self._dice.random() < 0.01:
            # It takes the order and gives it up in the same breath.
            report = replace(report, status=DropshipStatus.FAILED, problem="Not in stock.")
        made = replace(made, report=report)
        self._by_key[request["key"]] = made
        self._may_be_made(request["key"])
        self.at_work += 1
        asyncio.get_running_loop().create_task(self._make(made))
        return made

    async def _make(self, order: LabOrder) -> None:
        for status, tracking in self._steps():
            await asyncio.sleep(self._dice.expovariate(1 / 900))
            self.advance(
                order.report.provider_order_id,
                status,
                tracking_number=tracking,
                problem=PROBLEMS.get((status, tracking)),
            )
            self._call_back(order, status)
        self.at_work -= 1

    def _steps(self) -> tuple[tuple[DropshipStatus, str | None], ...]:
        mood = self._dice.random()
        if mood > 0.04:
            return MADE
        if mood < 0.01:
            return CANCELLED_HERE
        trouble = NOT_PAID if mood < 0.025 else NO_PICTURE
        # Half of it is left lying there for somebody of ours to look at.
        return (trouble, *MADE) if self._dice.random() < 0.5 else (trouble,)

    def _call_back(self, order: LabOrder, status: DropshipStatus) -> None:
        self._calls += 1
        token = order.request["callback_url"].rpartition("/")[2]
        event_id = f"call_{self._calls}"

        async def deliver() -> None:
            if self.take_in is None:
                raise RuntimeError("Nobody takes callbacks in.")
            await self.take_in(token, event_id, status.value, b"{}")

        self._post.send(deliver)
