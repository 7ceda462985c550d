"""Starts the real Prodigi simulator, and the outside world it talks to, for its tests."""

import asyncio
import contextlib
import json
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pyvips

from simulators.shared.asgi import Receive, Scope, Send, read_body, send_answer
from simulators.shared.http_connection import HttpConnection

KEY = "test_key"
DEADLINE_S = 10.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Simulator:
    """One running simulator process and a client that holds its key."""

    process: asyncio.subprocess.Process
    client: httpx.AsyncClient

    async def post(self, path: str, body: Any) -> httpx.Response:
        return await self.client.post(f"/v4.0{path}", json=body)

    async def order(self, order_id: str) -> dict[str, Any]:
        answer = await self.client.get(f"/v4.0/orders/{order_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json()["order"])

    async def order_once(
        self, order_id: str, suits: Callable[[dict[str, Any]], bool]
    ) -> dict[str, Any]:
        """The order as soon as it suits; fails at the deadline."""
        async with asyncio.timeout(DEADLINE_S):
            while True:
                order = await self.order(order_id)
                if suits(order):
                    return order
                await asyncio.sleep(0.02)

    async def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = await self.client.request(method, f"/_control{path}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(DEADLINE_S):
            return await self.process.wait()


@contextlib.asynccontextmanager
async def running_simulator(data_dir: Path, *flags: str) -> AsyncIterator[Simulator]:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "simulators.prodigi", "--port", str(port), "--data-dir", str(data_dir)),
        *("--api-key", KEY, "--rate-limit", "0", "--callback-retry-first-s", "0.05", *flags),
    )
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(
        base_url=url, headers={"X-API-Key": KEY}, trust_env=False
    ) as client:
        simulator = Simulator(process, client)
        try:
            async with asyncio.timeout(DEADLINE_S):
                while not await _is_healthy(client):
                    assert process.returncode is None, "the simulator ended at once"
                    await asyncio.sleep(0.02)
            yield simulator
        finally:
            await simulator.stop()


async def _is_healthy(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/_control/health")).status_code == 200
    except httpx.ConnectError:
        return False


def picture() -> bytes:
    noise = pyvips.Image.gaussnoise(60, 80, mean=128, sigma=40).cast("uchar")
    return bytes(noise.write_to_buffer(".jpg"))


@dataclass(slots=True)
class World:
    """A shop's server: serves `files` and takes callbacks, refusing the first few if told."""

    port: int
    files: dict[str, bytes]
    callbacks: list[dict[str, Any]] = field(default_factory=list)
    refuse_callbacks: int = 0
    fetched: list[str] = field(default_factory=list)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def callbacks_of(self, order_id: str) -> list[dict[str, Any]]:
        return [event for event in self.callbacks if event["subject"] == order_id]

    def changes_of(self, order_id: str) -> list[str]:
        return [e["type"].removeprefix("com.prodigi.order.") for e in self.callbacks_of(order_id)]

    async def callbacks_once(self, order_id: str, count: int) -> list[str]:
        async with asyncio.timeout(DEADLINE_S):
            while True:
                if len(self.callbacks_of(order_id)) >= count:
                    return self.changes_of(order_id)
                await asyncio.sleep(0.02)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "GET":
            self.fetched.append(scope["path"])
            content = self.files.get(scope["path"])
            await send_answer(send, 200 if content is not None else 404, content or b"")
        elif self.refuse_callbacks > 0:
            self.refuse_callbacks -= 1
            await send_answer(send, 503, b"")
        else:
            self.callbacks.append(json.loads(await read_body(receive)))
            await send_answer(send, 204, b"")


@contextlib.asynccontextmanager
async def running_world() -> AsyncIterator[World]:
    world = World(free_port(), {"/picture.jpg": picture(), "/notes.txt": b"not a picture"})
    connections: set[asyncio.Task[Any]] = set()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        connections.add(task)
        task.add_done_callback(connections.discard)
        with contextlib.suppress(asyncio.CancelledError):
            await HttpConnection(world.answer, reader, writer, world.port).run()

    server = await asyncio.start_server(accept, "127.0.0.1", world.port)
    try:
        yield world
    finally:
        server.close()
        for task in list(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)


def order_body(key: str, **changes: Any) -> dict[str, Any]:
    """A valid order; `changes` replace top-level fields."""
    return {
        "merchantReference": f"ref-{key}",
        "shippingMethod": "Budget",
        "idempotencyKey": key,
        "recipient": {
            "name": "Ada Buyer",
            "address": {
                "line1": "1 High Street",
                "postalOrZipCode": "N1 9GU",
                "countryCode": "GB",
                "townOrCity": "London",
                "stateOrCounty": None,
            },
        },
        "items": [item_body("http://127.0.0.1:1/picture.jpg")],
        **changes,
    }


def item_body(url: str, **changes: Any) -> dict[str, Any]:
    return {
        "sku": "global-cfpm-16x20",
        "copies": 1,
        "sizing": "fillPrintArea",
        "attributes": {"color": "Black"},
        "assets": [{"printArea": "Default", "url": url}],
        **changes,
    }
