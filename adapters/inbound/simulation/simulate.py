"""Worlds one after the other, each from its own seed, until as many orders were lived through."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from adapters.inbound.simulation.outcome import Outcome
from adapters.inbound.simulation.surroundings import Wire
from adapters.inbound.simulation.world import World
from adapters.settings import Settings
from domain.catalog.catalogue import Catalogue

BUYERS_OF_A_WORLD = 12
FAILURES_MAX = 5


@dataclass(slots=True)
class Tally:
    """What was lived through; `failed` holds the worlds in which a fact did not hold."""

    worlds: int = 0
    orders: int = 0
    paid: int = 0
    faults: int = 0
    cpu_s: float = 0.0
    failed: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.worlds += 1
        self.orders += outcome.orders
        self.paid += outcome.paid
        self.faults += outcome.faults
        if outcome.violations:
            self.failed.append(outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulate:
    wire: Wire
    settings: Settings
    catalogue: Catalogue

    def one(self, seed: int) -> Outcome:
        """The world of that seed, the same whenever it is asked for."""
        return World(seed, self.wire, self.settings, self.catalogue).run(BUYERS_OF_A_WORLD)

    def __call__(self, seed: int, orders: int, seen: Callable[[Outcome], None]) -> Tally:
        """Seeds are `seed`, `seed` + 1, …; ends early after a few bad worlds."""
        tally, began = Tally(), time.process_time()
        while tally.orders < orders and len(tally.failed) < FAILURES_MAX:
            outcome = self.one(seed + tally.worlds)
            tally.add(outcome)
            seen(outcome)
        tally.cpu_s = time.process_time() - began
        return tally
