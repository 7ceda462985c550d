"""Whoever renders: exact files with true digests, progress meanwhile, and an end to bad files."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pyvips

from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from adapters.outbound.imaging.task import Imaging
from adapters.outbound.imaging.vips_renderer import RenderRules, VipsRenderer
from adapters.outbound.memory.imaging import MemoryImaging
from application.designs.ports import Renderer
from domain.designs.look import look_of
from domain.media.refusals import PictureUndecodable
from tests.unit.designs.looks import a_frame, parameters
from tests.unit.imaging.pictures import plan_for, red_over_blue

FRAME = a_frame((600, 800), mount_mm=5, material="natural")
LOOK = look_of(FRAME, parameters(FRAME))


@pytest.fixture(params=["processes", "memory"])
async def imaging(request: pytest.FixtureRequest) -> AsyncIterator[Imaging]:
    if request.param == "memory":
        memory = MemoryImaging()
        yield memory
        await memory.workspace.aclose()
        return
    processes = ImagingProcesses(ProcessRules(processes_max=1))
    yield processes
    await processes.aclose()


@pytest.fixture
def renderer(imaging: Imaging) -> Renderer:
    return VipsRenderer(imaging, RenderRules())


async def test_a_print_file_has_the_digests_that_are_told(
    renderer: Renderer, tmp_path: Path
) -> None:
    told: list[int] = []

    async def on_progress(percent: int) -> None:
        told.append(percent)

    picture, to = red_over_blue(tmp_path / "picture.jpg"), tmp_path / "print.jpg"
    made = await renderer.print_file(picture, plan_for(frame=FRAME), to, on_progress)
    data = to.read_bytes()
    assert (made.width_px, made.height_px) == (600, 800)
    assert made.bytes_count == len(data)
    assert made.md5 == hashlib.md5(data, usedforsecurity=False).hexdigest()
    assert made.sha256 == hashlib.sha256(data).hexdigest()
    assert told == sorted(told)
    assert told[-1] == 100


async def test_the_same_plan_makes_the_same_file(renderer: Renderer, tmp_path: Path) -> None:
    picture = red_over_blue(tmp_path / "picture.png")
    first, second = [
        await renderer.print_file(picture, plan_for(frame=FRAME), tmp_path / name, _not_told)
        for name in ("first.jpg", "second.jpg")
    ]
    assert first == second


async def test_a_preview_is_as_large_as_asked_and_shows_the_picture_upright(
    renderer: Renderer, tmp_path: Path
) -> None:
    picture = red_over_blue(tmp_path / "picture.png")
    made = await renderer.preview(picture, plan_for(frame=FRAME), LOOK, long_side_px=400)
    image = pyvips.Image.new_from_buffer(made.data, "")
    assert made.media_type == "image/jpeg"
    assert (image.width, image.height) == (made.width_px, made.height_px)
    assert max(image.width, image.height) == 400
    above, below = image(image.width // 2, 180), image(image.width // 2, 220)
    assert above[0] > 150 > 100 > above[2]
    assert below[2] > 150 > 100 > below[0]


async def test_a_smaller_copy_gives_the_same_preview(renderer: Renderer, tmp_path: Path) -> None:
    large = red_over_blue(tmp_path / "large.png", 1200, 1600)
    small = red_over_blue(tmp_path / "small.png", 600, 800)
    plan = plan_for((1200, 1600), FRAME)
    of_large, of_small = [
        pyvips.Image.new_from_buffer(
            (await renderer.preview(picture, plan, LOOK, long_side_px=300)).data, ""
        )
        for picture in (large, small)
    ]
    assert (of_large - of_small).abs().avg() < 0.5


@pytest.mark.parametrize("damage", ["cut off", "no picture", "empty"])
async def test_a_file_that_cannot_be_read_is_refused(
    renderer: Renderer, tmp_path: Path, damage: str
) -> None:
    whole = red_over_blue(tmp_path / "whole.jpg", 900, 1200).read_bytes()
    picture = tmp_path / "picture.jpg"
    picture.write_bytes(
        {"cut off": whole[: len(whole) // 2], "no picture": b"<svg/>" * 50, "empty": b""}[damage]
    )
    plan = plan_for((900, 1200), FRAME)
    with pytest.raises(PictureUndecodable):
        await renderer.preview(picture, plan, LOOK, long_side_px=300)
    with pytest.raises(PictureUndecodable):
        await renderer.print_file(picture, plan, tmp_path / "print.jpg", _not_told)
    assert not (tmp_path / "print.jpg").exists()


async def _not_told(_: int) -> None: ...
