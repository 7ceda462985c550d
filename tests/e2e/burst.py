"""A sender of webhooks like Stripe: in no order, some twice, and again until it is told 2xx."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import httpx
import msgspec

from benchmarks.load import Call, Client
from tests.e2e.stripe_events import new_event

# What a delivery may be refused with, for the sender to come again: too busy, or too often.
NOT_NOW = (429, 503)
COMES_AGAIN_S = 1.0


def about_session(event: dict[str, Any], times: int) -> list[dict[str, Any]]:
    """The event of a completed session and, under ids of their own, others that say the same."""
    return [event, *(again(event) for _ in range(times - 1))]


def about_refund(event: dict[str, Any], times: int) -> list[dict[str, Any]]:
    """A pound of what this session paid goes back, told under so many ids."""
    session = event["data"]["object"]
    refund = {
        "id": f"re_{session['id']}",
        "object": "refund",
        "status": "succeeded",
        "amount": 100,
        "currency": session["currency"],
        "payment_intent": session["payment_intent"],
        "charge": f"ch_{session['id']}",
    }
    return [new_event("refund.updated", refund) for _ in range(times)]


def about_nobody(times: int) -> list[dict[str, Any]]:
    """Of payments that the shop does not know, and of types that it has no use for."""
    kinds = ("payment_intent.succeeded", "payment_intent.payment_failed", "customer.created")
    return [
        new_event(
            kinds[place % len(kinds)], {"id": f"pi_burst_{place}", "object": "payment_intent"}
        )
        for place in range(times)
    ]


def again(event: dict[str, Any]) -> dict[str, Any]:
    """Stripe now and then makes two events of one change."""
    return new_event(event["type"], deepcopy(event["data"]["object"]))


@dataclass(slots=True, kw_only=True)
class Burst:
    """`answered` counts events; a delivery that has to be repeated counts once, when taken."""

    events: Sequence[dict[str, Any]]
    sign: Callable[[bytes], dict[str, str]]
    answered: int = 0
    put_off: int = 0
    seconds: float = 0.0
    _left: list[dict[str, Any]] = field(default_factory=list)

    async def send(self, base_url: str, *, connections: int, seed: int) -> None:
        """As fast as it goes. Raises RuntimeError for any answer but 2xx and "not now"."""
        self._left = list(self.events)
        random.Random(seed).shuffle(self._left)  # noqa: S311 - no secret
        port = httpx.URL(base_url).port or 80
        began = time.monotonic()
        async with asyncio.TaskGroup() as group:
            for _ in range(connections):
                group.create_task(self._one_connection(port))
        self.seconds = time.monotonic() - began

    async def _one_connection(self, port: int) -> None:
        loop = asyncio.get_running_loop()
        _, client = await loop.create_connection(Client, "127.0.0.1", port)
        try:
            while self._left:
                body = msgspec.json.encode(self._left.pop())
                while not await self._is_taken(client, body):
                    self.put_off += 1
                    await asyncio.sleep(COMES_AGAIN_S)
                self.answered += 1
        finally:
            client.close()

    async def _is_taken(self, client: Client, body: bytes) -> bool:
        call = Call(method="POST", path="/api/webhooks/stripe", headers=self.sign(body), body=body)
        status = await client.send(call.on_the_wire())
        if status != 200 and status not in NOT_NOW:
            raise RuntimeError(f"A webhook was answered {status}.")
        return status == 200
