"""How much an old answer is still worth."""

from datetime import datetime, timedelta
from enum import StrEnum


class Freshness(StrEnum):
    FRESH = "fresh"
    STALE = "stale"
    GONE = "gone"


def freshness(
    made_at: datetime, now: datetime, *, fresh_for: timedelta, stale_for: timedelta
) -> Freshness:
    """Fresh is as good as new; stale is better than nothing; gone must not be used."""
    age = now - made_at
    if age <= fresh_for:
        return Freshness.FRESH
    return Freshness.STALE if age <= stale_for else Freshness.GONE
