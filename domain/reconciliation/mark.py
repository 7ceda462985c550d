"""How far a list at a provider has been read: a window of time, and the place reached in it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """`read_until` is what was read to its end; `until` and `cursor` belong to a window that the
    budget of calls cut short, so that the next round goes on where this one stopped.
    """

    name: str
    read_until: datetime | None = None
    until: datetime | None = None
    cursor: str | None = None

    def begin(self, at: datetime) -> Self:
        """A new window up to `at`, unless an unfinished one is waiting."""
        return self if self.until is not None else replace(self, until=at, cursor=None)

    def starts_at(self, overlap: timedelta, look_back: timedelta) -> datetime:
        """Where the window begins: what providers show late lies in the overlap.

        A mark that lies ahead was made by a clock that has been set back since; what came between
        was never read.
        """
        if self.until is None:
            raise ValueError("No window was begun.")
        if self.read_until is None or self.read_until > self.until:
            return self.until - look_back
        return self.read_until - overlap

    def reached(self, cursor: str | None) -> Self:
        """`cursor` is where the list goes on; None is its end."""
        if cursor is not None:
            return replace(self, cursor=cursor)
        return replace(self, read_until=self.until, until=None, cursor=None)

    @property
    def is_done(self) -> bool:
        return self.until is None
