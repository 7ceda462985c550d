"""One guard taken away, and whether its tests noticed."""

from dataclasses import dataclass
from pathlib import Path

from tests.guards.attempt import Attempt, Runs
from tests.guards.guard import Guard
from tests.guards.servers import Servers

LIMIT_S = 120.0


@dataclass(frozen=True, slots=True)
class Trial:
    guard: Guard
    attempt: Attempt

    @property
    def is_noticed(self) -> bool:
        """By each of the tests that are named, not only by one."""
        return all(self.attempt.has_noticed(test) for test in self.guard.tests)

    @property
    def row(self) -> str:
        told = [
            f"{test.rpartition('::')[2]}: {self.attempt.failed.get(test, 'DOES NOT FAIL')}"
            for test in self.guard.tests
        ]
        seconds = f"{self.attempt.seconds:.1f} s"
        return f"{self.guard.name} | {self.guard.fact} | {'; '.join(told)} | {seconds}"


async def tried(guard: Guard, copy: Path, runs: Runs, servers: Servers) -> Trial:
    with guard.taken_away_in(copy):
        async with servers.fresh() as environment:
            return Trial(guard, await runs.attempt(guard.tests, environment, LIMIT_S))
