"""Where the supervisor says what happened: one line each, to the terminal and to its own log."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Say = Callable[[str], None]


def to_file(path: Path) -> Say:
    def say(line: str) -> None:
        moment = datetime.now(UTC).isoformat(timespec="milliseconds")
        with path.open("a", encoding="utf-8") as log:
            log.write(f"{moment} {line}\n")

    return say


def told_to(first: Say, second: Say | None) -> Say:
    def say(line: str) -> None:
        first(line)
        if second is not None:
            second(line)

    return say


def to_terminal(line: str) -> None:
    """A closed terminal must not stop the shop, so a write that fails is left to the log file."""
    if not sys.stderr.closed:
        try:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
        except OSError:
            sys.stderr.close()
