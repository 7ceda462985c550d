"""Run a use case again when its transaction lost a deadlock; it was undone as a whole."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from adapters.outbound.postgres.errors import TransactionConflict

Answer = TypeVar("Answer")

FIRST_PAUSE_S = 0.02


class RerunOnConflict(Generic[Answer]):
    """Pauses grow and jitter, so that the two that met do not meet again."""

    def __init__(self, use_case: Callable[..., Awaitable[Answer]], attempts_max: int) -> None:
        self._use_case = use_case
        self._attempts_max = attempts_max

    async def __call__(self, *given: Any, **named: Any) -> Answer:
        for attempt in range(1, self._attempts_max):
            try:
                return await self._use_case(*given, **named)
            except TransactionConflict:
                await asyncio.sleep(random.random() * FIRST_PAUSE_S * 2**attempt)  # noqa: S311
        return await self._use_case(*given, **named)
