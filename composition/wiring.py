"""How use cases are guarded and handed to routes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from adapters.outbound.guarded.rerun_on_conflict import RerunOnConflict
from adapters.settings import Settings
from composition.outside import Outside

Answer = TypeVar("Answer")
Provided = dict[str, Callable[[], object]]


def once(made: object) -> Callable[[], object]:
    """What never changes, by the name that routes ask for it."""
    return lambda: made


@dataclass(frozen=True, slots=True)
class Wiring:
    """The adapters and settings of one program, and how its use cases are guarded."""

    outside: Outside
    settings: Settings

    def guarded(self, use_case: Callable[..., Awaitable[Answer]]) -> RerunOnConflict[Answer]:
        return RerunOnConflict(use_case, self.settings.transaction_attempts_max)

    def rerun(self, use_case: Callable[..., Awaitable[object]]) -> Callable[[], object]:
        """Guarded, for routes."""
        return once(self.guarded(use_case))
