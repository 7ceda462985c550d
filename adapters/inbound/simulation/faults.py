"""Everything that goes wrong, drawn from the seed: crashes, outages, stalls, lost answers."""

import asyncio
from dataclasses import dataclass, field
from random import Random

from adapters.inbound.simulation.processes import OF, ProcessKilled
from adapters.inbound.simulation.seeded_loop import SeededLoop
from application.shared.outcomes import OutcomeUnknown, Unavailable

DATABASE = "database"
PROVIDERS = (DATABASE, "payments", "lab", "mail", "rates")


@dataclass(slots=True)
class Faults:
    """One call in `gap` meets a fault, on average; none does once `flowing` is off."""

    dice: Random
    loop: SeededLoop
    gap: float
    flowing: bool = True
    happened: int = 0
    down_until: dict[str, float] = field(default_factory=dict)
    _calls_left: int = 1

    def strikes(self) -> bool:
        """Is this call one that goes wrong?"""
        if not OF.get().is_alive:
            raise ProcessKilled
        if not self.flowing:
            return False
        self._calls_left -= 1
        if self._calls_left > 0:
            return False
        self._calls_left = int(self.dice.expovariate(1 / self.gap)) + 1
        self.happened += 1
        return True

    def kill(self) -> None:
        process = OF.get()
        process.kill()
        raise ProcessKilled(process.name)

    def statement(self) -> None:
        """One of the database's; the work it belongs to is lost with it."""
        if self.strikes():
            if self.dice.random() < 0.6:
                self.kill()
            raise Unavailable(DATABASE, "The connection was lost.")

    def check_up(self, provider: str) -> None:
        if self.flowing and self.down_until.get(provider, 0.0) > self.loop.time():
            raise Unavailable(provider, "It is down.")

    async def arrive(self, provider: str) -> None:
        """Wait as a call waits on its way: hardly, long, or while the process stands still."""
        process, flowing = OF.get(), self.flowing
        if not flowing or self.dice.random() < 0.7:
            await asyncio.sleep(0)
        else:
            await asyncio.sleep(self.dice.expovariate(4.0))
        if flowing and self.dice.random() < 0.002:
            # Longer than a lease lasts: somebody else takes over meanwhile.
            process.stalled_until = self.loop.time() + self.dice.uniform(5.0, 60.0)
        while process.stalled_until > self.loop.time():  # noqa: ASYNC110 - time is virtual
            await asyncio.sleep(process.stalled_until - self.loop.time())
        if not process.is_alive:
            raise ProcessKilled
        self.check_up(provider)

    def before_effect(self, provider: str) -> None:
        if self.strikes():
            kind = self.dice.random()
            if kind < 0.4:
                self.kill()
            if kind < 0.7:
                raise Unavailable(provider, "It did not answer.")
            raise OutcomeUnknown(provider, "The request was lost.")

    def after_effect(self, provider: str) -> None:
        if self.strikes():
            if self.dice.random() < 0.5:
                self.kill()
            raise OutcomeUnknown(provider, "The answer was lost.")
