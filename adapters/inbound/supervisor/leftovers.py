"""Ends what a supervisor left behind that was killed itself: children of its children."""

import os
import signal
import time
from pathlib import Path

from adapters.inbound.supervisor.data_directory import DataDirectory
from adapters.inbound.supervisor.refusals import CannotStart

MARK = "PASSEPARTOUT_DATA_DIR"
"""Every child carries it, so that nobody else's process is mistaken for ours."""

PATIENCE_S = 5.0
KILL_AFTER_S = 1.0


def end_leftovers(data: DataDirectory) -> None:
    """The kernel ends the children themselves; a moment is left to them to go by themselves."""
    groups = {int(file.read_text() or 0) for file in data.run.glob("*.pid")} - {0}
    began = time.monotonic()
    while left := _processes_of(groups, data):
        waited = time.monotonic() - began
        if waited > PATIENCE_S:
            raise CannotStart(f"Processes of an earlier run do not end: {sorted(left)}.")
        if waited > KILL_AFTER_S:
            for pid in left:
                _kill(pid)
        time.sleep(0.02)
    for file in data.run.glob("*.pid"):
        file.unlink()


def _processes_of(groups: set[int], data: DataDirectory) -> set[int]:
    mark = f"{MARK}={data.path}".encode()
    return {
        int(folder.name)
        for folder in (Path("/proc").glob("[0-9]*") if groups else ())
        if _group(int(folder.name)) in groups and mark in _environment(folder)
    }


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def _environment(folder: Path) -> list[bytes]:
    try:
        return (folder / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return
