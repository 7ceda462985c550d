"""What is said to the database meanwhile: statements and their parameters."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

Said = list[tuple[str, tuple[Any, ...]]]


@contextmanager
def overheard(engine: AsyncEngine) -> Iterator[Said]:
    said: Said = []

    def listen(
        connection: Any, cursor: Any, statement: str, parameters: tuple[Any, ...], *more: Any
    ) -> None:
        said.append((statement, parameters))

    event.listen(engine.sync_engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", listen)
