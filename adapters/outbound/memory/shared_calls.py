"""A provider's call budget in the memory of one process."""

from application.resilience.call_budgets import NoCallLeft
from application.shared.ports import Clock
from domain.resilience.call_budget import CallBudget, CallPriority
from domain.resilience.rate_limit import MICROSECONDS


class MemorySharedCalls:
    """Shared by whoever holds it; also the share of a process while nobody can count for all."""

    def __init__(self, budget: CallBudget, clock: Clock, provider: str) -> None:
        self._budget = budget
        self._provider = provider
        self._clock = clock
        self._made_us: list[int] = []

    async def spend(self, priority: CallPriority) -> None:
        at_us = int(self._clock.now().timestamp() * MICROSECONDS)
        wait_us = self._budget.wait_us(self._made_us, priority, at_us)
        if wait_us:
            raise NoCallLeft(self._provider, "no call is left", wait_us / MICROSECONDS)
        self._made_us = [*self._made_us[1 - self._budget.calls_max :], at_us]
