"""Of several callers who need the same at once, one does the work and all get the answer."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class RenderedOnce(Generic[Answer]):
    """Within one process. A caller who leaves does not take the work away from the others."""

    def __init__(self) -> None:
        self._under_way: dict[str, asyncio.Task[Answer]] = {}

    async def __call__(self, key: str, work: Callable[[], Awaitable[Answer]]) -> Answer:
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(_begun(work))
            self._under_way[key] = task
            task.add_done_callback(lambda _: self._under_way.pop(key, None))
        return await asyncio.shield(task)

    def is_under_way(self, key: str) -> bool:
        return key in self._under_way

    async def join(self, key: str) -> Answer:
        """Of what is under way."""
        return await asyncio.shield(self._under_way[key])


async def _begun(work: Callable[[], Awaitable[Answer]]) -> Answer:
    return await work()
