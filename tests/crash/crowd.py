"""Shoppers who keep coming for as long as a block runs, and who all finish what they began."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count

from tests.crash.scenarios import SCENARIOS
from tests.crash.shopper import Shopping

PAUSE_S = 0.7


@asynccontextmanager
async def crowd(shopping: Shopping, size: int) -> AsyncIterator[None]:
    """Raises what stopped a shopper, after the block."""
    stop, turns = asyncio.Event(), count()

    async def keep_coming() -> None:
        while not stop.is_set():
            await SCENARIOS[next(turns) % len(SCENARIOS)](shopping)
            # So that what is left at the end is done soon; the load is not the trouble here.
            await asyncio.wait({asyncio.create_task(stop.wait())}, timeout=PAUSE_S)

    shoppers = [asyncio.create_task(keep_coming()) for _ in range(size)]
    try:
        yield
    finally:
        stop.set()
        ends = await asyncio.gather(*shoppers, return_exceptions=True)
    shopping.complaints += [f"a shopper gave up: {end!r}" for end in ends if end is not None]
