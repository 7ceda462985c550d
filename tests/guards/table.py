"""The guards as a table for docs/promise.md."""

from collections.abc import Iterable
from pathlib import Path

from tests.guards.guard import Guard

PAGE = Path(__file__).parents[2] / "docs" / "promise.md"
HEAD = ("| guard | what it prevents | fact | fails without it |", "|---|---|---|---|")


def table(guards: Iterable[Guard]) -> str:
    return "\n".join([*HEAD, *(_row(guard) for guard in guards)])


def _row(guard: Guard) -> str:
    tests = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in guard.tests)
    return f"| {guard.name} | {guard.prevents} | {guard.fact} | {tests} |"
