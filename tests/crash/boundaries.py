"""Where a process may die: just before or just after a step that another party remembers."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """`role` is the process that takes it; `what` is the same for every step of its kind."""

    role: str
    what: str

    def __str__(self) -> str:
        return f"{self.role}: {self.what}"


class Moment(Enum):
    BEFORE = "before"
    """The other party has not heard of it."""

    AFTER = "after"
    """It has been done, and its answer has not arrived."""


class Blow(Enum):
    KILL = "kill"
    CUT = "cut"
    """The connection is lost, and the process lives on and must find out."""


@dataclass(slots=True)
class Plan:
    """One blow at one boundary; `struck` is set when it has fallen."""

    step: Step
    moment: Moment
    blow: Blow
    struck: asyncio.Event = field(default_factory=asyncio.Event)

    def __str__(self) -> str:
        return f"{self.blow.value} {self.moment.value} {self.step}"


class Watch:
    """Sees every step pass, and strikes where it was told to; each plan is used once."""

    def __init__(self, kill: Callable[[str], None]) -> None:
        self.seen: Counter[Step] = Counter()
        self._kill = kill
        self._plans: list[Plan] = []

    def arm(self, plan: Plan) -> None:
        self._plans.append(plan)

    def disarm(self, plan: Plan) -> None:
        if plan in self._plans:
            self._plans.remove(plan)

    def strikes(self, step: Step, moment: Moment) -> bool:
        """Whether the line on which this step passes must now be lost."""
        if moment is Moment.BEFORE:
            self.seen[step] += 1
        for plan in self._plans:
            if plan.step == step and plan.moment is moment:
                self._plans.remove(plan)
                if plan.blow is Blow.KILL:
                    self._kill(step.role)
                plan.struck.set()
                return True
        return False
