"""Who decides whether a provider may be called now: one budget for all processes together."""

from typing import Protocol

from application.shared.outcomes import Unavailable
from domain.resilience.call_budget import CallPriority


class NoCallLeft(Unavailable):
    """A limit of our own; the provider was not asked."""


class SharedCalls(Protocol):
    """The calls that all processes of the shop make to one provider, counted together."""

    async def spend(self, priority: CallPriority) -> None:
        """Counts one call. Raises NoCallLeft with `retry_after_s` when none is left."""
        ...
