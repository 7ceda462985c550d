"""Requests at a steady rate, answered or not so far: latency as a sender sees it."""

import asyncio
import time
from collections.abc import Callable

from benchmarks.load import Call, Client, Load, UnexpectedAnswer, percentile


async def measure_paced(
    port: int,
    make_call: Callable[[int], Call],
    *,
    per_second: float,
    connections: int,
    seconds: float,
    warm_up_s: float,
) -> Load:
    """Counted from the moment a request was due, so that a stall delays all that fall into it.

    With every connection busy the next request waits for one, and that counts as well. Raises
    UnexpectedAnswer unless all are answered 200.
    """
    loop = asyncio.get_running_loop()
    idle: asyncio.Queue[Client] = asyncio.Queue()
    clients = []
    for _ in range(connections):
        _, client = await loop.create_connection(Client, "127.0.0.1", port)
        clients.append(client)
        idle.put_nowait(client)
    latencies: list[float] = []
    began = time.perf_counter()

    async def one(request: bytes, due: float) -> None:
        client = await idle.get()
        status = await client.send(request)
        idle.put_nowait(client)
        if status != 200:
            raise UnexpectedAnswer(f"Expected 200, got {status}.")
        if due >= began + warm_up_s:
            latencies.append(time.perf_counter() - due)

    async with asyncio.TaskGroup() as sending:
        for serial in range(int(per_second * (warm_up_s + seconds))):
            request = make_call(serial).on_the_wire()
            due = began + serial / per_second
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            sending.create_task(one(request, due))
    for client in clients:
        client.close()
    latencies.sort()
    return Load(
        rps=len(latencies) / seconds,
        p50_ms=percentile(latencies, 0.50),
        p99_ms=percentile(latencies, 0.99),
        requests=len(latencies),
    )
