"""One run of named tests, and what came of it."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from tests.guards.witness import WITNESS

# A guard that is gone shows in what a test finds, never in code that cannot even be read.
NO_PROOF = frozenset({"SyntaxError", "IndentationError", "ImportError", "ModuleNotFoundError"})
SOME_FAILED = 1
STOPPED = None
TOLD_MAX = 3_000
QUIETLY = ("-q", "--no-header", "-p", "no:cacheprovider", "-p", "tests.guards.witness")


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`failed` are the tests, without parameters, that failed while they ran, with the error."""

    exit_code: int | None
    failed: Mapping[str, str]
    seconds: float
    output: str

    @property
    def has_passed(self) -> bool:
        return self.exit_code == 0

    def has_noticed(self, test: str) -> bool:
        """Did it run and find something wrong, if only before the run had to be stopped?"""
        return self.exit_code in (SOME_FAILED, STOPPED) and test in self.failed


class Runs:
    """Runs of tests in a copy of the source, one after the other."""

    def __init__(self, copy: Path, process: asyncio.subprocess.Process) -> None:
        self._beside = copy.parent
        self._process = process

    async def attempt(
        self, tests: Sequence[str], environment: Mapping[str, str], limit_s: float
    ) -> Attempt:
        book, output = (self._beside / f"{uuid4().hex}.{kind}" for kind in ("jsonl", "txt"))
        book.touch()
        began = time.monotonic()
        exit_code = await self._asked(
            {
                "arguments": [*QUIETLY, *tests],
                "environment": {**environment, WITNESS: str(book)},
                "output": str(output),
                "limit_s": limit_s,
            }
        )
        return Attempt(
            exit_code=exit_code,
            failed=_failed(book),
            seconds=time.monotonic() - began,
            output=output.read_text(errors="replace")[-TOLD_MAX:],
        )

    async def _asked(self, run: Mapping[str, object]) -> int | None:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise RuntimeError("The process was started without pipes.")
        stdin.write(json.dumps(run).encode() + b"\n")
        await stdin.drain()
        exit_code: int | None = json.loads(await stdout.readline())
        return exit_code


@asynccontextmanager
async def runs_in(copy: Path) -> AsyncIterator[Runs]:
    """The copy goes before whatever is installed, and no compiled files are left behind."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.guards.forks",
        cwd=copy,
        env={**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Runs(copy, process)
    finally:
        process.terminate()
        await process.wait()


def _failed(book: Path) -> dict[str, str]:
    told = [json.loads(line) for line in book.read_text().splitlines()]
    return {
        each["test"].partition("[")[0]: each["error"]
        for each in told
        if each["when"] == "call" and each["error"] not in NO_PROOF
    }
