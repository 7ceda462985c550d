"""Starts the real Stripe simulator for a test, and a small shop that receives its webhooks."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import stripe

from simulators.shared.asgi import Receive, Scope, Send, read_body, send_answer
from simulators.shared.http_connection import HttpConnection

KEY, SECRET = "sk_test_simulator", "whsec_for_tests"
DEADLINE_S = 10.0
Params = dict[str, Any]

stripe.enable_telemetry = False


@dataclass
class Receiver:
    """A webhook endpoint on real HTTP; answers the statuses in `answers`, then 200."""

    port: int = 0
    answers: list[int] = field(default_factory=list)
    received: list[tuple[bytes, str]] = field(default_factory=list)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive)
        headers = {n.decode().lower(): v.decode() for n, v in scope["headers"]}
        self.received.append((body, headers["stripe-signature"]))
        await send_answer(send, self.answers.pop(0) if self.answers else 200, b"")

    def events(self, event_type: str) -> list[stripe.Event]:
        """What has arrived of this type, each with its signature verified."""
        return [e for e in map(self._verified, self.received) if e.type == event_type]

    @staticmethod
    def _verified(arrived: tuple[bytes, str]) -> stripe.Event:
        body, signature = arrived
        stripe.WebhookSignature.verify_header(body.decode(), signature, SECRET, tolerance=60)
        event: stripe.Event = stripe.Webhook.construct_event(body, signature, SECRET)
        return event


@contextlib.asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that listens on a free port."""
    receiver = Receiver()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await HttpConnection(receiver.app, reader, writer, receiver.port).run()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()


@dataclass
class Simulator:
    """A running simulator with the official SDK's client for it."""

    port: int
    data_dir: Path
    webhook_url: str
    client: stripe.StripeClient
    process: asyncio.subprocess.Process | None = None

    @property
    def sessions(self) -> stripe.checkout.SessionService:
        return self.client.v1.checkout.sessions

    async def start(self) -> None:
        """Returns when the simulator answers."""
        options = {
            "port": str(self.port),
            "data-dir": str(self.data_dir),
            "api-key": KEY,
            "webhook-url": self.webhook_url,
            "webhook-secret": SECRET,
            "retry-first-s": "0.05",
        }
        arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "simulators.stripe", *arguments
        )
        await until(self._answers)

    async def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; answers the exit status."""
        assert self.process is not None
        self.process.terminate()
        return await self.process.wait()

    async def control(self, method: str, path: str, json: Any = None) -> Any:
        """Call the control API."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}") as http:
            answer = await http.request(method, f"/_control/{path}", json=json)
        return answer.raise_for_status().json()

    async def fault(self, **rule: Any) -> None:
        """Make this the only fault rule."""
        await self.control("PUT", "faults", [rule])

    async def create(self, key: str | None = None, **changes: Any) -> stripe.checkout.Session:
        """A session for two prints."""
        options: Any = {"idempotency_key": key} if key else {}
        params: Any = {**session_params(), **changes}
        return await self.sessions.create_async(params=params, options=options)

    async def pay(self, session: stripe.checkout.Session, **how: Any) -> Any:
        """The buyer pays."""
        return await self.control("POST", f"sessions/{session.id}/pay", how)

    async def _answers(self) -> bool:
        try:
            return bool(await self.control("GET", "health"))
        except httpx.HTTPError:
            return False


@contextlib.asynccontextmanager
async def running_simulator(data_dir: Path, receiver: Receiver) -> AsyncIterator[Simulator]:
    """A simulator whose webhooks go to the receiver."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    http_client = stripe.HTTPXClient(timeout=5)
    client = stripe.StripeClient(
        KEY,
        base_addresses={"api": f"http://127.0.0.1:{port}"},
        http_client=http_client,
        max_network_retries=0,
    )
    url = f"http://127.0.0.1:{receiver.port}/webhooks"
    simulator = Simulator(port, data_dir, url, client)
    await simulator.start()
    try:
        yield simulator
    finally:
        await http_client.close_async()  # type: ignore[no-untyped-call]
        if simulator.process is not None and simulator.process.returncode is None:
            await simulator.stop()


async def until(condition: Callable[[], Awaitable[bool]] | Callable[[], bool]) -> None:
    """Wait for something to become true, at most DEADLINE_S."""
    async with asyncio.timeout(DEADLINE_S):
        while True:
            result = condition()
            if result if isinstance(result, bool) else await result:
                return
            await asyncio.sleep(0.01)


def session_params() -> Params:
    """A plain session: 2 prints of 12.00 and delivery for 3.00."""
    return {
        "mode": "payment",
        "success_url": "http://shop.test/thanks?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://shop.test/cart",
        "client_reference_id": "order-1",
        "line_items": [line_item()],
        "shipping_options": [
            {
                "shipping_rate_data": {
                    "display_name": "Standard",
                    "type": "fixed_amount",
                    "fixed_amount": {"amount": 300, "currency": "gbp"},
                }
            }
        ],
        "shipping_address_collection": {"allowed_countries": ["GB", "DE"]},
        "payment_intent_data": {"metadata": {"order": "order-1"}},
        "metadata": {"order": "order-1"},
    }


def line_item(amount: int = 1200, currency: str = "gbp", quantity: int = 2) -> Params:
    """One line of a session."""
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": "Print <A3>"}}
    return {"quantity": quantity, "price_data": price}
