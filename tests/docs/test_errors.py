"""docs/errors.md lists every code that a caller can meet, with its status, and none besides."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import bootstrap
from adapters.inbound.http.words import WORDS, words_of
from application.shared.outcomes import OutsideTrouble
from domain.shared.refusals import DomainError

PAGE = Path(__file__).parents[2] / "docs" / "errors.md"
ROW = re.compile(r"^\| `(\w+)` \| ([\d or]+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def families(of: type[BaseException]) -> Iterator[type[BaseException]]:
    for kind in of.__subclasses__():
        yield kind
        yield from families(kind)


def every_code() -> dict[str, set[int]]:
    """With its statuses; the composition root has imported every refusal there is."""
    assert bootstrap.__doc__ is not None
    found: dict[str, set[int]] = defaultdict(set)
    for kind in families(DomainError):
        if kind.__module__.startswith(("domain.", "application.", "adapters.")):
            refusal = kind()
            assert isinstance(refusal, DomainError)
            found[refusal.code].add(words_of(refusal).status)
    for code, words in WORDS.items():
        found[code].add(words.status)
    return found


def documented() -> dict[str, set[int]]:
    rows = ROW.findall(PAGE.read_text())
    codes = [code for code, *_ in rows]
    assert len(codes) == len(set(codes))
    return {code: {int(each) for each in status.split(" or ")} for code, status, *_ in rows}


def test_every_code_is_documented_with_its_status_and_no_other_is() -> None:
    assert documented() == every_code()


def test_every_row_of_the_page_is_read_by_this_test() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `")]
    assert len(rows) == len(documented())


@pytest.mark.parametrize("code", sorted(WORDS))
def test_every_code_speaks_to_a_buyer(code: str) -> None:
    words = WORDS[code]
    assert words.title
    assert words.message.endswith(".")
    assert not words.action or words.action.endswith(".")


def test_every_word_belongs_to_a_refusal() -> None:
    """The codes that errors.py and the outside troubles speak of have no refusal of their own."""
    sources = "".join(
        path.read_text()
        for package in ("domain", "application", "adapters")
        for path in (PAGE.parents[1] / package).rglob("*.py")
        if path.name != "words.py"
    )
    unspoken = [code for code in WORDS if f'"{code}"' not in sources]
    assert unspoken == []


def test_an_outside_trouble_with_a_code_has_words() -> None:
    codes = {getattr(kind, "code", None) for kind in families(OutsideTrouble)} - {None}
    assert codes <= WORDS.keys()
