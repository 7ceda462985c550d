"""A circuit breaker as a value: after enough failures in a row, leave the other side alone."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """Open for `open_for` after `failures_max` failures in a row; then one caller may try."""

    failures_max: int
    open_for: timedelta
    failures: int = 0
    tried_at: datetime | None = None

    def may_try(self, at: datetime) -> bool:
        if self.failures < self.failures_max or self.tried_at is None:
            return True
        # A clock that was set back must not keep it open for longer than that.
        return not timedelta(0) <= at - self.tried_at < self.open_for

    def trying(self, at: datetime) -> Self:
        """Remembered at the start of a try, so that a half-open circuit lets only one through."""
        return replace(self, tried_at=at)

    def failed(self) -> Self:
        return replace(self, failures=self.failures + 1)

    def succeeded(self) -> Self:
        return replace(self, failures=0, tried_at=None)
