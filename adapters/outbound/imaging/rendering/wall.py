"""A softly lit wall with the shadow of the frame on it."""

import pyvips

from adapters.outbound.imaging.rendering.scene import Scene
from adapters.outbound.imaging.rendering.shading import noise

COLOUR = (228.0, 224.0, 218.0)
# (right, down, softness) in millimetres for a frame of a metre, and how dark.
SHADOWS = ((10.0, 22.0, 20.0, 0.34), (3.0, 6.0, 5.0, 0.26))
# Shadows have no detail: they are drawn small.
COARSE = 4


def wall(scene: Scene) -> pyvips.Image:
    width, height = scene.width_px, scene.height_px
    at = pyvips.Image.xyz(width, height).cast("float")
    x, y = at[0] / width, at[1] / height
    # Brightest at the upper left, fading towards the opposite corner.
    away = ((x - 0.28) ** 2 + (y - 0.18) ** 2) ** 0.5
    light = 1.055 - away * 0.15
    plaster = noise(width, height, seed=5).gaussblur(1.1, min_ampl=0.1) * 1.6
    plaster = plaster + noise(width, height, seed=6) * 0.7
    lit = light * (1 - _shadow(scene))
    return lit.bandjoin([lit, lit]) * list(COLOUR) + plaster


def _shadow(scene: Scene) -> pyvips.Image:
    outer, ppm = scene.outer, scene.px_per_mm
    # A larger frame stands off the wall a little more, but by far not in proportion.
    depth = ppm * (max(outer.width, outer.height) / ppm / 1000) ** 0.5
    whole = pyvips.Image.black(1, 1)
    for right, down, soft, dark in SHADOWS:
        cast = (
            pyvips.Image.black(
                max(1, round(outer.width / COARSE)), max(1, round(outer.height / COARSE))
            )
            + 1
        ).embed(
            round((outer.left + right * depth) / COARSE),
            round((outer.top + down * depth) / COARSE),
            -(-scene.width_px // COARSE) + 1,
            -(-scene.height_px // COARSE) + 1,
        )
        cast = cast.cast("float").gaussblur(max(0.5, soft * depth / COARSE), min_ampl=0.02)
        whole = cast * dark if whole.width == 1 else whole + cast * dark
    return whole.resize(COARSE, kernel="linear").crop(0, 0, scene.width_px, scene.height_px)
