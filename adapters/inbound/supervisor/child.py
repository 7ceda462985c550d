"""A child process as the supervisor sees it: how to start it, know it is ready, and end it."""

import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from adapters.inbound.supervisor.unprivileged import User

Probe = Callable[[int], Awaitable[bool]]
"""Told the child's process id, answers whether it can be used; must not raise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    after: frozenset[str] = frozenset()
    """Names of children that must be ready first; those that are not started do not count."""

    runs_once: bool = False
    """Such a child is ready when it has ended with exit code 0, and is not started again."""

    prepare: Callable[[], Awaitable[None]] | None = None
    is_ready: Probe | None = None
    ready_within_s: float = 30.0
    starts_max: int = 2
    """How often it may die before it was ever ready."""

    stop_signal: signal.Signals = signal.SIGTERM
    stop_within_s: float = 10.0
    death_signal: signal.Signals = signal.SIGKILL
    """Sent by the kernel when the supervisor itself is gone."""

    user: User | None = None
    works_in: Path | None = None
