"""Looks again and again until what was waited for is there; the caller sets the deadline."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

Seen = TypeVar("Seen")

LOOK_AGAIN_S = 0.25


async def look_until(
    look: Callable[[], Awaitable[Seen]], is_enough: Callable[[Seen], bool]
) -> Seen:
    while True:
        seen = await look()
        if is_enough(seen):
            return seen
        await asyncio.sleep(LOOK_AGAIN_S)
