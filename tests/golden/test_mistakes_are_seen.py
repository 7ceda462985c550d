"""The comparison is worth something: small mistakes in a render do not pass it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import pyvips

from domain.designs.plan import PrintPlan
from tests.golden.case import Case
from tests.golden.cases import CASES, PREVIEWS, PRINTS
from tests.golden.comparing import difference
from tests.golden.drawing import draw, stored

Mistake = Callable[[PrintPlan], PrintPlan]


def larger_by_a_hundredth(plan: PrintPlan) -> PrintPlan:
    return replace(plan, picture=replace(plan.picture, scale=plan.picture.scale * 1.01))


def cut_a_hundredth_to_the_side(plan: PrintPlan) -> PrintPlan:
    x, y = plan.picture.centre
    return replace(
        plan, picture=replace(plan.picture, centre=(x + plan.picture.picture_px[0] / 100, y))
    )


def cut_a_hundredth_lower(plan: PrintPlan) -> PrintPlan:
    x, y = plan.picture.centre
    return replace(
        plan, picture=replace(plan.picture, centre=(x, y + plan.picture.picture_px[1] / 100))
    )


def turned_by_one_degree_more(plan: PrintPlan) -> PrintPlan:
    degrees = plan.picture.rotation_deg + 1
    return replace(plan, picture=replace(plan.picture, rotation_deg=degrees))


MISTAKES = (
    larger_by_a_hundredth,
    cut_a_hundredth_to_the_side,
    cut_a_hundredth_lower,
    turned_by_one_degree_more,
)


def the_case(name: str) -> Case:
    return next(case for case in CASES if case.name == name)


def is_seen(drawn: pyvips.Image, case: Case) -> bool:
    return difference(drawn, pyvips.Image.new_from_file(str(stored(case)))).is_seen


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_a_picture_that_lies_wrong_is_seen(
    case: Case, mistake: Mistake, originals: Path, tmp_path: Path
) -> None:
    assert is_seen(draw(case, originals, tmp_path / "wrong.jpg", plan=mistake(case.plan)), case)


@pytest.mark.parametrize(
    "case", [c for c in CASES if c.placement.rotation_deg % 180], ids=lambda case: case.name
)
def test_a_turn_to_the_wrong_side_is_seen(case: Case, originals: Path, tmp_path: Path) -> None:
    picture = replace(case.plan.picture, rotation_deg=-case.plan.picture.rotation_deg)
    plan = replace(case.plan, picture=picture)
    assert is_seen(draw(case, originals, tmp_path / "wrong.jpg", plan=plan), case)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_swapped_colours_are_seen(case: Case) -> None:
    image = pyvips.Image.new_from_file(str(stored(case)))
    swapped = image[2].bandjoin([image[1], image[0]]).copy(interpretation="srgb")
    assert is_seen(swapped, case)


@pytest.mark.parametrize("case", [PRINTS[0], *PREVIEWS], ids=lambda case: case.name)
def test_a_mirrored_picture_is_seen(case: Case) -> None:
    assert is_seen(pyvips.Image.new_from_file(str(stored(case))).fliphor(), case)


@pytest.mark.parametrize("name", ["print-caption", "print-name-on-yellow", "preview-with-a-name"])
def test_missing_words_are_seen(name: str, originals: Path, tmp_path: Path) -> None:
    case = the_case(name)
    plan = replace(case.plan, texts=case.plan.texts[1:])
    assert is_seen(draw(case, originals, tmp_path / "wrong.jpg", plan=plan), case)


@pytest.mark.parametrize("name", ["print-name-on-yellow", "print-cut-out", "print-caption"])
def test_another_paper_is_seen(name: str, originals: Path, tmp_path: Path) -> None:
    case = the_case(name)
    plan = replace(case.plan, paper="#f4f0e8")
    assert is_seen(draw(case, originals, tmp_path / "wrong.jpg", plan=plan), case)


def test_another_frame_and_another_mount_are_seen(originals: Path, tmp_path: Path) -> None:
    case = the_case("preview-mounted")
    for material, colours in (("brown", case.frame.mount_colours), ("natural", {"ink": "#202020"})):
        other = replace(
            case, frame=replace(case.frame, frame_material=material, mount_colours=colours)
        )
        assert is_seen(draw(other, originals, tmp_path / "wrong.jpg"), case)
