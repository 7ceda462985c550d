"""Bad days at Stripe and at the lab, for as long as a block of a test runs."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import httpx

Seen = TypeVar("Seen")
LOOK_EVERY_S = 0.1


@asynccontextmanager
async def faults(
    outside: httpx.AsyncClient, simulator: str, *rules: dict[str, Any]
) -> AsyncIterator[None]:
    """`rules` as in simulators/shared/faults.py."""
    address = f"{simulator}/_control/faults"
    (await outside.put(address, json=list(rules))).raise_for_status()
    try:
        yield
    finally:
        (await outside.delete(address)).raise_for_status()


async def seen(
    look: Callable[[], Awaitable[Seen]], is_enough: Callable[[Seen], bool], within_s: float = 20.0
) -> Seen:
    """Looks until it is enough; raises TimeoutError with what was seen last."""
    last: Seen | None = None
    try:
        async with asyncio.timeout(within_s):
            while True:
                last = await look()
                if is_enough(last):
                    return last
                await asyncio.sleep(LOOK_EVERY_S)
    except TimeoutError as error:
        raise TimeoutError(f"Not seen within {within_s:g} s; last seen: {last!r}") from error
