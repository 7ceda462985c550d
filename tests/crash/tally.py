"""What a run has done and found, for its last words."""

import sys
import time
from collections import Counter
from dataclasses import dataclass, field


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


@dataclass(slots=True)
class Tally:
    seed: int
    began: float = field(default_factory=time.monotonic)
    steps: int = 0
    strikes: Counter[str] = field(default_factory=Counter)
    """By blow: how often a process was killed, how often a connection was cut."""

    missed: int = 0
    storm: Counter[str] = field(default_factory=Counter)
    checkouts: int = 0
    repeats: int = 0
    violations: int = 0

    def __str__(self) -> str:
        storm = ", ".join(f"{times} {kind}" for kind, times in sorted(self.storm.items()))
        return (
            f"{self.steps} kinds of steps, {self.strikes.total()} strikes around them "
            f"({self.strikes['kill']} processes killed, {self.strikes['cut']} connections cut), "
            f"{self.missed} missed.\n"
            f"{self.storm.total()} events in the storm: {storm or 'none'}.\n"
            f"{self.checkouts} checkouts, {self.repeats} requests repeated with their key, "
            f"{self.violations} violations.\n"
            f"{time.monotonic() - self.began:.0f} seconds; "
            f"CRASH_SEED={self.seed} repeats the choices."
        )
