"""A table in memory whose changes can be undone, and the store that holds all of them."""

import asyncio
from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar

Key = TypeVar("Key")
Row = TypeVar("Row")


class Table(Generic[Key, Row]):
    """Rows are frozen values, so remembering the old one is enough to undo a change."""

    def __init__(self, undo: list[Callable[[], None]]) -> None:
        self._rows: dict[Key, Row] = {}
        self._undo = undo

    def get(self, key: Key) -> Row | None:
        return self._rows.get(key)

    def __contains__(self, key: Key) -> bool:
        return key in self._rows

    def __iter__(self) -> Iterator[Row]:
        return iter(list(self._rows.values()))

    def items(self) -> list[tuple[Key, Row]]:
        return list(self._rows.items())

    def __len__(self) -> int:
        return len(self._rows)

    def put(self, key: Key, row: Row) -> None:
        if key in self._rows:
            before = self._rows[key]
            self._undo.append(lambda: self._rows.__setitem__(key, before))
        else:
            self._undo.append(lambda: self._forget(key))
        self._rows[key] = row

    def remove(self, key: Key) -> None:
        if key in self._rows:
            # Put back at its old place: iteration order is insertion order everywhere else.
            before = dict(self._rows)
            self._undo.append(lambda: self._restore(before))
            del self._rows[key]

    def _forget(self, key: Key) -> None:
        self._rows.pop(key, None)

    def _restore(self, before: dict[Key, Row]) -> None:
        self._rows.clear()
        self._rows.update(before)


class MemoryStore:
    """All tables by name; one unit of work at a time, as under a serialisable database."""

    def __init__(self) -> None:
        self.undo: list[Callable[[], None]] = []
        self.lock = asyncio.Lock()
        self._tables: dict[str, Table[Any, Any]] = {}
        self._serials: dict[str, int] = {}

    def table(self, name: str) -> Table[Any, Any]:
        if name not in self._tables:
            self._tables[name] = Table(self.undo)
        return self._tables[name]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._tables)

    def next_serial(self, name: str) -> int:
        """Counts from 1; undoing work takes no number back, so none is ever given twice."""
        self._serials[name] = self._serials.get(name, 0) + 1
        return self._serials[name]

    def roll_back(self) -> None:
        while self.undo:
            self.undo.pop()()
