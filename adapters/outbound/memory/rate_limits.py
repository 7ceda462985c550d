"""Request limits in the memory of one process, on the shop's clock."""

from datetime import datetime

from application.resilience.ports import LogInUnavailable
from application.shared.ports import Clock
from domain.resilience.budgets import Budgets
from domain.resilience.rate_class import RATE_CLOSED_WITHOUT_COUNTING, RateClass
from domain.resilience.rate_limit import MICROSECONDS
from domain.resilience.refusals import TooManyRequests

FORGET_EVERY = 10_000


class MemoryRateLimits:
    """Set `can_count` to False and it behaves as if what it counts with were down."""

    def __init__(self, budgets: Budgets, clock: Clock) -> None:
        self._budgets = budgets
        self._clock = clock
        self._arrivals: dict[tuple[RateClass, str], int] = {}
        self._forget_at = FORGET_EVERY
        self.can_count = True

    async def admit(self, rate_class: RateClass, key: str) -> None:
        limit = self._budgets.limit_of(rate_class, key)
        if limit is None:
            return
        if not self.can_count:
            if rate_class in RATE_CLOSED_WITHOUT_COUNTING:
                raise LogInUnavailable("memory", "told not to count")
            return
        at = _microseconds(self._clock.now())
        decision = limit.decide(self._arrivals.get((rate_class, key)), at)
        if not decision.granted:
            raise TooManyRequests(retry_after_s=decision.wait_us / MICROSECONDS)
        self._arrivals[rate_class, key] = decision.arrival_us
        self._forget_the_idle(at)

    def _forget_the_idle(self, at: int) -> None:
        """An arrival in the past says no more than none; memory stays bounded by who is active."""
        if len(self._arrivals) < self._forget_at:
            return
        self._arrivals = {key: due for key, due in self._arrivals.items() if due > at}
        self._forget_at = max(FORGET_EVERY, 2 * len(self._arrivals))


def _microseconds(at: datetime) -> int:
    return int(at.timestamp() * MICROSECONDS)
