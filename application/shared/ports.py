"""What every area needs from its surroundings."""

from datetime import datetime
from typing import Protocol
from uuid import UUID


class Clock(Protocol):
    """Wall time; every timestamp the domain sees comes from here, in UTC."""

    def now(self) -> datetime: ...


class NewId(Protocol):
    """A UUIDv7: unique, and sorted by time of creation."""

    def __call__(self) -> UUID: ...
