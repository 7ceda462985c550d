"""The command line that starts a program through launch.py."""

import os
import signal
import sys
from pathlib import Path

from adapters.inbound.supervisor.unprivileged import User

LAUNCH = Path(__file__).with_name("launch.py")


def launched(
    command: tuple[str, ...], death_signal: signal.Signals, user: User | None, folder: Path | None
) -> tuple[str, ...]:
    """Dies by `death_signal` when we are gone; runs as `user`, else as we do."""
    uid, gid = (user.uid, user.gid) if user else (0, 0)
    words = (os.getpid(), int(death_signal), uid, gid, folder or Path.cwd())
    return (sys.executable, "-I", "-S", str(LAUNCH), *map(str, words), "--", *command)
