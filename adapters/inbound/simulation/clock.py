"""The clocks of a simulated shop: the true one, and those of machines that are wrong."""

from datetime import UTC, datetime, timedelta

from adapters.inbound.simulation.processes import OF
from adapters.inbound.simulation.seeded_loop import SeededLoop

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class VirtualClock:
    """The loop's virtual time, as the database and the providers know it."""

    def __init__(self, loop: SeededLoop) -> None:
        self._loop = loop
        self._shown: tuple[float, datetime] = (0.0, START)

    def now(self) -> datetime:
        at = self._loop.time()
        if at != self._shown[0]:
            self._shown = (at, START + timedelta(seconds=at))
        return self._shown[1]


class ProcessClock:
    """What the process that asks believes."""

    def __init__(self, true: VirtualClock) -> None:
        self._true = true

    def now(self) -> datetime:
        skew_s = OF.get().skew_s
        return self._true.now() + timedelta(seconds=skew_s) if skew_s else self._true.now()
