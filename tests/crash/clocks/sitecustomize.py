"""Puts the clock of one of our programs ahead or back, by what a file says at that moment.

Python imports a module of this name by itself wherever its folder is on PYTHONPATH. Every clock of
the programs that tells the time of day is reached: their own, and the one that libraries read.
"""

import os
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

PROGRAMS = "adapters.inbound.cli.main"


def go_by(told: Path) -> None:
    # Only the programs have it; everything else that Python runs below this folder is left alone.
    from adapters.outbound.system.clock import SystemClock

    true_time = time.time

    def ahead_s() -> float:
        return float(told.read_text()) if told.exists() else 0.0

    def now(_: SystemClock) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=ahead_s())

    SystemClock.now = now  # type: ignore[assignment, method-assign]
    time.time = lambda: true_time() + ahead_s()


if PROGRAMS in sys.orig_argv:
    go_by(Path(os.environ["CRASH_CLOCKS"]) / sys.orig_argv[sys.orig_argv.index(PROGRAMS) + 1])
