"""The clock on every wall of a simulated shop: it shows the loop's virtual time."""

from datetime import UTC, datetime, timedelta

from adapters.inbound.simulation.seeded_loop import SeededLoop

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class VirtualClock:
    def __init__(self, loop: SeededLoop) -> None:
        self._loop = loop
        self._shown: tuple[float, datetime] = (0.0, START)

    def now(self) -> datetime:
        at = self._loop.time()
        if at != self._shown[0]:
            self._shown = (at, START + timedelta(seconds=at))
        return self._shown[1]
