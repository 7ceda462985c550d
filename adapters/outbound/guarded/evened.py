"""A use case that takes its time, so that how long it took tells nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")


class Evened(Generic[Answer]):
    """Answers, and refuses, no sooner than `least_s` after it was asked."""

    def __init__(self, use_case: Callable[..., Awaitable[Answer]], least_s: float) -> None:
        self._use_case = use_case
        self._least_s = least_s

    async def __call__(self, *given: Any, **named: Any) -> Answer:
        clock = asyncio.get_running_loop().time
        until = clock() + self._least_s
        try:
            return await self._use_case(*given, **named)
        finally:
            await asyncio.sleep(until - clock())
