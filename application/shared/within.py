"""A use case as a part of a larger one: it begins nothing and commits nothing by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


class Within:
    """Given as `begin`, it hands out the work that is open already; what opened it commits."""

    def __init__(self, work: Any) -> None:
        self._work = work

    @asynccontextmanager
    async def __call__(self, *, reading: bool = False) -> AsyncIterator[Any]:
        yield _Part(self._work)


class _Part:
    """The work, but for its end."""

    def __init__(self, work: Any) -> None:
        self._work = work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)

    async def commit(self) -> None:
        """Nothing yet: the whole is committed, or nothing of it."""
