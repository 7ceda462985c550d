"""A small HTTP/1.1 load generator: a fixed number of connections, one request each at a time."""

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast


class UnexpectedAnswer(RuntimeError):
    """A request was not answered as is taken for granted, so the figures mean nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """Requests per second, and latencies in milliseconds as a client sees them."""

    rps: float
    p50_ms: float
    p99_ms: float
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One request, for the wire or for a client in the same process."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""

    def on_the_wire(self) -> bytes:
        given = {"Host": "127.0.0.1", "Content-Length": str(len(self.body)), **self.headers}
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        return f"{self.method} {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + self.body


class Client(asyncio.Protocol):
    """One connection; one request at a time."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._answer: asyncio.Future[int] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports do not derive from asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head_end = self._buffer.find(b"\r\n\r\n")
        if head_end < 0 or self._answer is None:
            return
        head = bytes(self._buffer[:head_end]).lower()
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        if len(self._buffer) >= head_end + 4 + length:
            self._buffer.clear()
            answer, self._answer = self._answer, None
            answer.set_result(int(head[9:12]))

    def connection_lost(self, error: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(UnexpectedAnswer("The server closed the connection."))

    async def send(self, request: bytes) -> int:
        """The status of the answer."""
        if self._transport is None:
            raise RuntimeError("Not connected.")
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def measure(
    port: int,
    make_call: Callable[[int], Call],
    *,
    connections: int,
    seconds: float,
    warm_up_s: float,
) -> Load:
    """`make_call` is called with 0, 1, 2, …; every answer must be 200. Bounded in time."""
    loop = asyncio.get_running_loop()
    latencies: list[float] = []
    serial = 0
    counting_from = time.perf_counter() + warm_up_s
    until = counting_from + seconds

    async def one_connection() -> None:
        nonlocal serial
        _, client = await loop.create_connection(Client, "127.0.0.1", port)
        while (began := time.perf_counter()) < until:
            request = make_call(serial).on_the_wire()
            serial += 1
            status = await client.send(request)
            if status != 200:
                raise UnexpectedAnswer(f"Expected 200, got {status}.")
            if began >= counting_from:
                latencies.append(time.perf_counter() - began)
        client.close()

    await asyncio.gather(*(one_connection() for _ in range(connections)))
    latencies.sort()
    return Load(
        rps=len(latencies) / seconds,
        p50_ms=percentile(latencies, 0.50),
        p99_ms=percentile(latencies, 0.99),
        requests=len(latencies),
    )


def percentile(ascending: Sequence[float], share: float) -> float:
    """In milliseconds, of seconds."""
    place = max(0, math.ceil(share * len(ascending)) - 1)
    return round(ascending[place] * 1000, 3)
