"""A guard: a few words of code that keep a fact of docs/promise.md, and the tests that notice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

FACTS = frozenset(f"I{number}" for number in range(1, 14))


class TextIsNotThere(Exception):
    """The guard's text does not occur exactly once in its file: the code has moved on."""


@dataclass(frozen=True, slots=True)
class Guard:
    """`text` stands in `file` exactly once; with `instead` in its place the guard is gone.

    Then each of `tests` must fail: `tests/…/test_….py::test_…`, with all of its parameters.
    """

    name: str
    prevents: str
    fact: str
    file: str
    text: str
    instead: str
    tests: tuple[str, ...]

    def without(self, source: str) -> str:
        """The file's content with the guard taken away. Raises TextIsNotThere."""
        found = source.count(self.text)
        if found != 1:
            raise TextIsNotThere(f"{self.name}: its text is {found} times in {self.file}")
        return source.replace(self.text, self.instead)

    @contextmanager
    def taken_away_in(self, root: Path) -> Iterator[None]:
        path = root / self.file
        source = path.read_text()
        path.write_text(self.without(source))
        try:
            yield
        finally:
            path.write_text(source)
