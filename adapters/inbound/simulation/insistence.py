"""As a front end does: the same request again while there is no clear answer."""

import asyncio
from dataclasses import dataclass, field
from random import Random
from typing import Any

from adapters.inbound.simulation.processes import ConnectionLost
from adapters.inbound.simulation.programs import Programs
from application.shared.outcomes import OutsideTrouble
from domain.shared.refusals import DomainError

TRIES_MAX = 12
NOT_YET = ("cart_changed", "idempotency_key_in_use")


@dataclass(slots=True)
class Insistence:
    """`refusals` keeps the codes of what was refused for good."""

    dice: Random
    programs: Programs
    gives_up: float = 0.0
    refusals: list[str] = field(default_factory=list)

    async def __call__(self, ask: Any) -> Any:
        """None when it was refused, or given up."""
        for attempt in range(TRIES_MAX):
            try:
                return await self.programs.api().answer(ask)
            except (ConnectionLost, OutsideTrouble):
                if self.gives_up and self.dice.random() < self.gives_up:
                    return None
                await asyncio.sleep(self.dice.uniform(0.5, 2.0) * 2 ** min(attempt, 6))
            except DomainError as refusal:
                if refusal.code not in NOT_YET:
                    self.refusals.append(refusal.code)
                    return None
                await asyncio.sleep(1.0)
        return None
