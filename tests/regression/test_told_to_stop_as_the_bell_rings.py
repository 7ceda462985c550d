"""A listener that was cancelled while its bell rang went on as if nobody had told it to stop.

`asyncio.wait_for` of Python 3.11 drops a cancellation when what it waits for is done already, so
that a WebSocket whose client had gone was served on.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from adapters.outbound.memory import render_news as in_memory
from adapters.outbound.redis import render_news as in_redis


@pytest.mark.parametrize("ticks", range(5))
@pytest.mark.parametrize("bell", [in_memory.Bell, in_redis.Bell])
async def test_a_cancelled_listener_stops(bell: Callable[[asyncio.Event], Any], ticks: int) -> None:
    rung, listens = asyncio.Event(), asyncio.Event()

    async def listen() -> None:
        listens.set()
        await bell(rung).heard(10.0)
        # It is served on: nothing ends this but a cancellation that was not dropped.
        await asyncio.Event().wait()

    listening = asyncio.create_task(listen())
    await listens.wait()
    await asyncio.sleep(0)
    rung.set()
    for _ in range(ticks):
        await asyncio.sleep(0)
    listening.cancel()
    done, _ = await asyncio.wait({listening}, timeout=5.0)
    listening.cancel()
    assert done
    assert listening.cancelled()
