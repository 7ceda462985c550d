"""The list of guards fits the code, the tests and the page, so that the run can be believed."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.guards.every import EVERY
from tests.guards.guard import FACTS, Guard
from tests.guards.private_copy import ROOT
from tests.guards.table import PAGE, table

each_guard = pytest.mark.parametrize("guard", EVERY, ids=lambda guard: guard.name)


@each_guard
def test_a_guard_stands_where_the_list_says_and_can_be_taken_away(guard: Guard) -> None:
    source = (ROOT / guard.file).read_text()
    without = guard.without(source)
    assert without != source
    ast.parse(without)


@each_guard
def test_the_tests_that_must_fail_are_there(guard: Guard) -> None:
    assert guard.tests
    for test in guard.tests:
        path, _, name = test.partition("::")
        written = re.findall(rf"^(?:async )?def {name}\(", (ROOT / path).read_text(), re.MULTILINE)
        assert len(written) == 1, test


def test_every_guard_has_a_name_of_its_own_and_serves_a_fact() -> None:
    names = Counter(guard.name for guard in EVERY)
    assert [name for name, times in names.items() if times > 1] == []
    assert {guard.fact for guard in EVERY} <= FACTS
    assert all(guard.prevents.endswith(".") and "|" not in guard.prevents for guard in EVERY)


def test_the_list_holds_every_guard_that_is_written_down() -> None:
    written = sum(
        len(re.findall(r"^    Guard\($", path.read_text(), re.MULTILINE))
        for path in Path(__file__).parent.glob("of_*.py")
    )
    assert len(EVERY) == written


def test_the_page_shows_exactly_these_guards() -> None:
    section = PAGE.read_text().partition("\n## Guards\n")[2].partition("\n## ")[0]
    shown = [line for line in section.splitlines() if line.startswith("|")]
    # What `python -m tests.guards --table` prints.
    assert shown == table(EVERY).splitlines()
