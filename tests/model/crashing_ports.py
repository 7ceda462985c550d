"""A use case whose process dies at one call of its ports, before or after the call's effect.

    plan = CrashPlan(at=7, after=True)
    with pytest.raises(ProcessDied):
        await crashing(shop.checkout, plan)(wish)

Every call is counted: of collections and commits inside a work, of gateways, clocks and rules. The
work that was open is undone, as a database undoes it for a client that is gone.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields, is_dataclass, replace
from inspect import isawaitable
from typing import Any, TypeVar

from application.shared.begin import Begin

UseCase = TypeVar("UseCase")
PLAIN = (str, bytes, int, float, bool, tuple, list, dict, type(None))


class ProcessDied(BaseException):
    """Not an Exception: nobody who is dead catches anything."""


@dataclass(slots=True)
class CrashPlan:
    """Dies at call number `at`, counted from 1; never, if there is none of that number."""

    at: int = 0
    after: bool = False
    calls: list[str] = field(default_factory=list)

    def before_effect(self, name: str) -> bool:
        """Whether the process shall die after the effect of this call."""
        self.calls.append(name)
        is_now = len(self.calls) == self.at
        if is_now and not self.after:
            raise ProcessDied(f"before {name}, call {self.at}")
        return is_now

    def after_effect(self, name: str) -> None:
        raise ProcessDied(f"after {name}, call {self.at}")


class CrashingPort:
    """Stands before a port, and before every collection of a work."""

    def __init__(self, port: Any, plan: CrashPlan, name: str) -> None:
        self._port, self._plan, self._name = port, plan, name

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._port, name)
        if isinstance(found, PLAIN):
            return found
        return CrashingPort(found, self._plan, f"{self._name}.{name}")

    def __call__(self, *given: Any, **named: Any) -> Any:
        dies = self._plan.before_effect(self._name)
        answer = self._port(*given, **named)
        if isawaitable(answer):
            return self._awaited(answer, dies=dies)
        if dies:
            self._plan.after_effect(self._name)
        return answer

    async def _awaited(self, answer: Any, *, dies: bool) -> Any:
        found = await answer
        if dies:
            self._plan.after_effect(self._name)
        return found


class CrashingBegin:
    """Opens works whose every call may be the last."""

    def __init__(self, begin: Begin[Any], plan: CrashPlan) -> None:
        self._begin, self._plan = begin, plan

    @asynccontextmanager
    async def __call__(self, *, reading: bool = False) -> AsyncIterator[Any]:
        async with self._begin(reading=reading) as work:
            yield CrashingPort(work, self._plan, "work")


def crashing(use_case: UseCase, plan: CrashPlan) -> UseCase:
    """The same use case, and those inside it, on ports that follow the plan."""
    if not is_dataclass(use_case) or isinstance(use_case, type):
        raise TypeError("Use cases are dataclasses of their ports.")
    changed = {
        each.name: _crashing(each.name, getattr(use_case, each.name), plan)
        for each in fields(use_case)
    }
    return replace(use_case, **changed)


def _crashing(name: str, part: Any, plan: CrashPlan) -> Any:
    if name == "begin":
        return CrashingBegin(part, plan)
    if is_dataclass(part) and type(part).__module__.startswith("application."):
        return crashing(part, plan)
    inside = type(part).__module__.split(".")[0] in {"domain", "datetime", "builtins"}
    return part if inside or isinstance(part, type) else CrashingPort(part, plan, name)
