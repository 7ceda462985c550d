"""Small programs that stand for a shop's parts, and write down what happens to them."""

import asyncio
import os
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from adapters.inbound.supervisor.child import Child

STEADY = """
import signal, sys, time
name, diary = sys.argv[1:]
def note(word):
    with open(diary, "a") as lines:
        lines.write(f"{name} {word}\\n")
def stop(*_):
    note("stopped")
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
note("started")
while True:
    time.sleep(60)
"""
DEAF = STEADY.replace("signal.signal(signal.SIGTERM, stop)", "signal.signal(15, signal.SIG_IGN)")
DOOMED = "raise SystemExit('The cup is empty.')"
WITH_A_CHILD = STEADY.replace(
    'note("started")',
    "import subprocess\n"
    "note(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid)",
)


def stub(name: str, diary: Path, program: str = STEADY, **fields: Any) -> Child:
    async def has_begun(_pid: int) -> bool:
        return bool(words_of(name, diary))

    return Child(
        name=name,
        command=(sys.executable, "-c", program, name, str(diary)),
        environment=os.environ,
        is_ready=has_begun,
        **fields,
    )


def words_of(name: str, diary: Path) -> list[str]:
    return [line.split()[1] for line in lines_of(diary) if line.split()[0] == name]


def lines_of(diary: Path) -> list[str]:
    return diary.read_text().splitlines() if diary.exists() else []


def is_alive(pid: int) -> bool:
    """A zombie that nobody has collected yet counts as dead."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


async def eventually(holds: Callable[[], bool | Awaitable[bool]], within_s: float = 10.0) -> None:
    deadline = time.monotonic() + within_s
    while True:
        answer = holds()
        if answer if isinstance(answer, bool) else await answer:
            return
        assert time.monotonic() < deadline, f"not true within {within_s} s"
        await asyncio.sleep(0.02)
