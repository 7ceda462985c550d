"""Our own programs as children: migrate once, then relay, worker and API."""

import sys
from collections.abc import Mapping

from adapters.inbound.supervisor.child import Child
from adapters.inbound.supervisor.probes import http_answers

STORES = frozenset({"postgres", "valkey"})


def migrate(environment: Mapping[str, str]) -> Child:
    return Child(
        name="migrate",
        command=_passepartout("migrate"),
        environment=environment,
        after=STORES,
        runs_once=True,
    )


def relay(environment: Mapping[str, str]) -> Child:
    return _program("relay", environment)


def worker(environment: Mapping[str, str]) -> Child:
    return _program("worker", environment, stop_within_s=25.0)


def api(environment: Mapping[str, str], port: int, *, alone: bool) -> Child:
    """Alone it only needs to be alive, because it is ready only with a worker and a relay."""
    return Child(
        name="api",
        command=_passepartout("api", "--host", "127.0.0.1", "--port", str(port)),
        environment=environment,
        after=STORES | {"migrate"},
        is_ready=http_answers(port, "/health/live" if alone else "/health/ready"),
    )


def _program(name: str, environment: Mapping[str, str], stop_within_s: float = 10.0) -> Child:
    return Child(
        name=name,
        command=_passepartout(name),
        environment=environment,
        after=STORES | {"migrate"},
        stop_within_s=stop_within_s,
    )


def _passepartout(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "adapters.inbound.cli.main", *words)
