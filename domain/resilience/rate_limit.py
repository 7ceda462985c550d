"""How many requests a caller may make: the generic cell rate algorithm on whole microseconds.

Source: ITU-T I.371, "virtual scheduling": one stored moment per caller, the theoretical arrival
time, at which all that was admitted would have been asked for at an even pace.
"""

import math
import re
from dataclasses import dataclass
from typing import NamedTuple, Self

MICROSECONDS = 1_000_000
OFF = "off"
SHARES = 20
WRITTEN = re.compile(r"([1-9]\d{0,6})/([1-9]\d{0,5})(?:\+([1-9]\d{0,6}))?")


class RateLimitUnreadable(ValueError):
    """A limit is written `count/seconds`, `count/seconds+burst`, or `off`."""


class Decision(NamedTuple):
    """`arrival_us` is to be stored when any were granted; the next one is for after `wait_us`."""

    granted: int
    arrival_us: int
    wait_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateLimit:
    """`burst` at once, and `count` in every `per_s` seconds from then on.

    Whatever the caller does, a window of `t` seconds admits no more than
    `burst + count * t / per_s`.
    """

    count: int
    per_s: int
    burst: int

    @property
    def interval_us(self) -> int:
        """Rounded up, so that rounding never admits more."""
        return math.ceil(self.per_s * MICROSECONDS / self.count)

    @property
    def depth_us(self) -> int:
        """How far ahead of the clock a caller may run."""
        return self.interval_us * self.burst

    @property
    def share(self) -> int:
        """How many requests one process may have granted at a time, to ask less often.

        Of the last grant so many can be left, so `n` processes may admit `n * share` more in a
        window than the limit says, and never more over all.
        """
        return max(1, self.burst // SHARES)

    def decide(self, arrival_us: int | None, at_us: int, wanted: int = 1) -> Decision:
        """`arrival_us` is what the last admitted request left behind, if any is remembered."""
        # No further ahead than the limit lets anybody run: a clock set back locks nobody out.
        latest = at_us + self.depth_us
        before = min(max(arrival_us or 0, at_us), latest)
        granted = min(wanted, (latest - before) // self.interval_us)
        arrival = before + granted * self.interval_us
        return Decision(granted, arrival, max(0, arrival + self.interval_us - latest))

    @classmethod
    def read(cls, written: str) -> Self | None:
        """`120/60+40` is 40 at once and 120 a minute; without `+` all of `count` may come at once.

        None for `off` and for nothing at all. Raises RateLimitUnreadable.
        """
        if written in ("", OFF):
            return None
        found = WRITTEN.fullmatch(written)
        if found is None:
            raise RateLimitUnreadable(written)
        count, per_s, burst = found.groups()
        return cls(count=int(count), per_s=int(per_s), burst=int(burst or count))
