"""Checks run together, end in time, hide no failure and print no secret."""

import asyncio
import json
from collections.abc import Sequence

from adapters.inbound.doctor.examination import Check, Examination
from adapters.inbound.doctor.finding import Finding, Severity, problem, warning, well
from adapters.inbound.doctor.report import as_json, as_table, exit_code
from adapters.inbound.doctor.unsaid import Unsaid
from tests.unit.doctor.settings_of import settings_of

SECRET = "0123456789abcdef-token"


async def for_ever() -> Sequence[Finding]:
    await asyncio.Event().wait()
    return []


async def fine() -> Sequence[Finding]:
    return [well("fine", "yes")]


async def broken() -> Sequence[Finding]:
    raise ValueError(f"{SECRET} was refused by p%40ss and p@ss\nmore")


async def test_each_check_ends_in_time_and_every_failure_is_a_problem_with_its_fix() -> None:
    settings = settings_of(database_url="postgresql://shop:p%40ss@db/shop")
    examine = Examination(
        checks=[
            Check("hole", for_ever, "Fill it."),
            Check("fine", fine, ""),
            Check("broken", broken, f"Replace {SECRET}."),
        ],
        timeout_s=0.02,
        unsaid=Unsaid.of(settings),
    )
    assert await examine() == [
        problem("hole", "no answer within 0.02 s", "Fill it."),
        well("fine", "yes"),
        problem("broken", "ValueError: *** was refused by *** and ***", "Replace ***."),
    ]


def test_only_a_problem_makes_it_fail() -> None:
    assert exit_code([well("a", "b"), warning("c", "d", "e")]) == 0
    assert exit_code([well("a", "b"), problem("c", "d", "e")]) == 1


def test_the_table_is_aligned_and_puts_the_fix_below() -> None:
    table = as_table(
        [well("key", "it works"), problem("long name", "it is gone", "Set A to B.")], 80
    )
    assert table.splitlines() == [
        "  ok       key        it works",
        "  problem  long name  it is gone",
        "                      → Set A to B.",
        "",
        "  1 ok, 1 problem",
    ]


def test_machines_get_every_finding() -> None:
    told = json.loads(as_json([warning("a", "b", "c")]))
    assert told == {
        "healthy": True,
        "findings": [{"check": "a", "severity": Severity.WARNING, "found": "b", "fix": "c"}],
    }
