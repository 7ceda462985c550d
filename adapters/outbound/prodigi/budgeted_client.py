"""Calls to the lab that keep to the one budget of the whole shop."""

from collections.abc import Mapping
from typing import Any

from adapters.outbound.prodigi.calls import LabCalls
from application.resilience.call_budgets import SharedCalls
from domain.resilience.call_budget import CallPriority


class BudgetedProdigiClient:
    """A call for which no budget is left is not made: Unavailable, with the time to come back."""

    def __init__(self, calls: LabCalls, budget: SharedCalls) -> None:
        self._calls = calls
        self._budget = budget

    async def get(
        self, path: str, *, params: Mapping[str, str] | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]:
        await self._budget.spend(priority_of("GET", path))
        return await self._calls.get(path, params=params, timeout_s=timeout_s)

    async def post(
        self,
        path: str,
        *,
        content: bytes,
        may_have_effect: bool,
        timeout_s: float | None = None,
    ) -> dict[str, Any]:
        await self._budget.spend(priority_of("POST", path))
        return await self._calls.post(
            path, content=content, may_have_effect=may_have_effect, timeout_s=timeout_s
        )


def priority_of(method: str, path: str) -> CallPriority:
    """Paid orders first, then how they are, then prices and products."""
    if not path.startswith("/orders"):
        return CallPriority.QUOTE
    return CallPriority.FOLLOW if method == "GET" else CallPriority.SUBMIT
