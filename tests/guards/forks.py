"""A process with the libraries loaded that runs pytest in a fork of itself, again and again.

Most of the time of a short run goes into importing what no guard is in.
"""

import json
import os
import signal
import sys
import time
from importlib import import_module
from typing import Any

import pytest

LIBRARIES = (
    "alembic.command",
    "asyncpg",
    "dependency_injector.containers",
    "dramatiq",
    "httpx",
    "hypothesis.stateful",
    "litestar.testing",
    "msgspec",
    "prometheus_client",
    "pytest_asyncio.plugin",
    "redis.asyncio",
    "sqlalchemy.ext.asyncio",
    "stripe",
    "structlog.testing",
)
LOOK_AGAIN_S = 0.02


def main() -> None:
    """Each line is a run: `arguments` for pytest, `environment`, `output` and `limit_s`.

    Each is answered by a line with the exit code, `null` for one that had to be stopped.
    """
    for name in LIBRARIES:
        import_module(name)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(_ended(json.loads(line))) + "\n")
        sys.stdout.flush()


def _ended(run: dict[str, Any]) -> int | None:
    child = os.fork()
    if child == 0:
        _pytest(run)
    deadline = time.monotonic() + run["limit_s"]
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(LOOK_AGAIN_S)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _pytest(run: dict[str, Any]) -> None:
    os.setsid()
    output = os.open(run["output"], os.O_CREAT | os.O_WRONLY, 0o600)
    os.dup2(output, sys.stdout.fileno())
    os.dup2(output, sys.stderr.fileno())
    os.environ.update(run["environment"])
    code = 1
    try:
        code = int(pytest.main(run["arguments"]))
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
