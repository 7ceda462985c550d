"""Trouble that a test plans for the next calls of a memory adapter."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from application.shared.outcomes import OutsideTrouble


@dataclass(frozen=True, slots=True)
class PlannedTrouble:
    """One plan per call, first planned, first met; calls beyond the plans go well."""

    _plans: deque[tuple[bool, OutsideTrouble]] = field(default_factory=deque)

    def before_effect(self, trouble: OutsideTrouble) -> None:
        """The next unplanned call fails and nothing happens."""
        self._plans.append((False, trouble))

    def after_effect(self, trouble: OutsideTrouble) -> None:
        """The next unplanned call happens, but its answer is lost."""
        self._plans.append((True, trouble))

    @contextmanager
    def around(self) -> Iterator[None]:
        """Wrap the effect of one call in it."""
        happens, trouble = self._plans.popleft() if self._plans else (True, None)
        if trouble is not None and not happens:
            raise trouble
        yield
        if trouble is not None:
            raise trouble
