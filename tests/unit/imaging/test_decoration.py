"""The frame in a preview: drawn once, light from the upper left, each material its own."""

import itertools

import pytest
import pyvips

from adapters.outbound.imaging.rendering.decoration import Decoration, decoration, draw_decoration
from adapters.outbound.imaging.rendering.materials import MATERIALS
from adapters.outbound.imaging.rendering.scene import Scene
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from domain.designs.look import look_of
from domain.designs.parameters import Orientation
from tests.unit.designs.looks import a_frame, parameters
from tests.unit.imaging.pictures import plan_for

A4 = (2480, 3508)


def a_scene(
    material: str,
    *,
    mount_mm: int = 0,
    orientation: Orientation = Orientation.PORTRAIT,
    long_side_px: int = 400,
) -> Scene:
    frame = a_frame(A4, mount_mm=mount_mm, material=material)
    plan = plan_for(frame=frame, orientation=orientation)
    return Scene.of(plan, look_of(frame, parameters(frame)), long_side_px=long_side_px)


def mean(image: pyvips.Image, left: int, top: int, width: int, height: int) -> float:
    return float(image.crop(left, top, width, height).avg())


@pytest.mark.parametrize("orientation", Orientation)
@pytest.mark.parametrize("mount_mm", [0, 35])
def test_its_longer_side_is_what_was_asked_for(orientation: Orientation, mount_mm: int) -> None:
    scene = a_scene("black", mount_mm=mount_mm, orientation=orientation, long_side_px=777)
    drawn = decoration(scene).backdrop
    assert (drawn.width, drawn.height) == (scene.width_px, scene.height_px)
    assert max(scene.width_px, scene.height_px) == 777
    assert (scene.width_px > scene.height_px) is (orientation is Orientation.LANDSCAPE)


def test_every_material_of_the_catalogue_is_described() -> None:
    assert {frame.frame_material for frame in read_catalogue().frames} <= MATERIALS.keys()


def test_no_two_materials_look_alike() -> None:
    drawn = [decoration(a_scene(material)).backdrop for material in MATERIALS]
    for one, other in itertools.combinations(drawn, 2):
        face = a_scene("black").outer
        assert (one - other).abs().crop(face.left, face.top, face.width, 10).avg() > 4


def test_a_material_that_nobody_described_is_drawn_all_the_same() -> None:
    assert isinstance(decoration(a_scene("bamboo")), Decoration)


def test_the_same_scene_is_drawn_once_and_always_alike() -> None:
    scene = a_scene("natural", mount_mm=35)
    drawn = decoration(scene)
    assert decoration(scene) is drawn
    again = draw_decoration(scene)
    assert (again.backdrop - drawn.backdrop).abs().max() == 0


def test_a_large_scene_is_not_kept() -> None:
    scene = a_scene("black", long_side_px=1600)
    assert decoration(scene) is not decoration(scene)


def test_the_shadow_of_the_frame_falls_to_the_lower_right() -> None:
    scene = a_scene("black")
    drawn, outer = decoration(scene).backdrop, scene.outer
    right, bottom = outer.left + outer.width, outer.top + outer.height
    beside_left = mean(drawn, outer.left - 6, outer.top + 100, 5, 100)
    beside_right = mean(drawn, right + 1, outer.top + 100, 5, 100)
    above = mean(drawn, outer.left + 100, outer.top - 6, 100, 5)
    below = mean(drawn, outer.left + 100, bottom + 1, 100, 5)
    assert beside_right < beside_left - 5
    assert below < above - 20


def test_the_bevel_is_lit_on_its_lower_and_right_side() -> None:
    scene = a_scene("black", mount_mm=35, long_side_px=1000)
    drawn, window = decoration(scene).backdrop, scene.window
    right, bottom = window.left + window.width, window.top + window.height
    top_side = mean(drawn, window.left + 50, window.top - 3, 100, 2)
    bottom_side = mean(drawn, window.left + 50, bottom + 1, 100, 2)
    left_side = mean(drawn, window.left - 3, window.top + 100, 2, 100)
    right_side = mean(drawn, right + 1, window.top + 100, 2, 100)
    assert bottom_side > top_side + 15
    assert right_side > left_side + 10
