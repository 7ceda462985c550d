"""The most memory that a program's imaging processes ever took, as Linux remembers it."""

import sys
from pathlib import Path

PROGRAM = b"imaging.process"


def peak_rss_mb(parent: int) -> float | None:
    """Of the process of that `parent` that took most; None where there is no /proc."""
    if sys.platform != "linux":
        return None
    peaks = [
        _number(status, "VmHWM") / 1024
        for status in Path("/proc").glob("[0-9]*/status")
        if PROGRAM in _command(status) and _number(status, "PPid") == parent
    ]
    return max(peaks)


def _command(status: Path) -> bytes:
    try:
        return status.with_name("cmdline").read_bytes()
    except OSError:
        # It ended while the list was read.
        return b""


def _number(status: Path, name: str) -> int:
    line = next(line for line in status.read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])
