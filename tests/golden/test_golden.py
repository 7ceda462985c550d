"""What is drawn looks as it did when a person last looked at it, and as the words say it must."""

from pathlib import Path

import pytest
import pyvips

from tests.golden.case import Case
from tests.golden.cases import CASES
from tests.golden.chart import COLOURS
from tests.golden.comparing import colour_at, difference, nearest
from tests.golden.drawing import STORED, draw, stored

BYTES_MAX = 1_000_000
by_name = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)


@by_name
def test_it_looks_like_the_stored_picture(case: Case, originals: Path, tmp_path: Path) -> None:
    drawn = draw(case, originals, tmp_path / "drawn.jpg")
    seen = difference(drawn, pyvips.Image.new_from_file(str(stored(case))))
    assert not seen.is_seen, (
        f"{case.words} {seen}. If it is meant to look different now: python -m tests.golden"
    )


@by_name
def test_everything_is_where_the_words_say(case: Case, originals: Path, tmp_path: Path) -> None:
    drawn = draw(case, originals, tmp_path / "drawn.jpg")
    found = {
        probe.words: nearest(colour_at(drawn, probe.across, probe.down), COLOURS)
        for probe in case.probes
    }
    assert found == {probe.words: probe.colour for probe in case.probes}


def test_each_case_has_a_stored_picture_and_all_of_them_are_small() -> None:
    files = sorted(STORED.iterdir())
    assert files == sorted(stored(case) for case in CASES)
    assert sum(file.stat().st_size for file in files) < BYTES_MAX
