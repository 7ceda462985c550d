"""The mount: board with a little tooth, a bevelled window, and the shadows of what is thick."""

import pyvips

from adapters.outbound.imaging.rendering.scene import Scene
from adapters.outbound.imaging.rendering.shading import Edges, Mitred, clamped, noise
from domain.designs.colour import channels

# The core of a mount is white, whatever the colour of its face.
CORE = (250.0, 248.0, 243.0)
LIP_SHADOW_MM = 7.0
MOUNT_SHADOW_MM = 1.7


def mount(scene: Scene, colour: str) -> pyvips.Image:
    """As large as the glass; what lies in the window is covered later."""
    glass, window = scene.glass, scene.window.within(scene.glass)
    tooth = noise(glass.width, glass.height, seed=41).gaussblur(0.7, min_ampl=0.1) * 1.5
    board = tooth + list(channels(colour))
    bevel_px = max(2, round(scene.look.bevel_mm * scene.px_per_mm))
    bevel = _bevel(window.width + 2 * bevel_px, window.height + 2 * bevel_px, bevel_px)
    return board.insert(bevel, window.left - bevel_px, window.top - bevel_px)


def _bevel(width: int, height: int, cut_px: int) -> pyvips.Image:
    """It looks inwards, so its lower and right side are the ones that catch the light."""
    sides = Mitred.of(width, height)
    tone = 0.89 - sides.lit * 0.12
    edge = clamped(1 - sides.depth) * 0.10
    foot = clamped(1 - (cut_px - sides.depth)) * 0.07
    return (tone - edge - foot) * list(CORE)


def lip_shadow(width: int, height: int, px_per_mm: float) -> pyvips.Image:
    """What the frame takes of the light on what lies behind the glass, from 0 to 1."""
    return _thrown(width, height, max(3.0, LIP_SHADOW_MM * px_per_mm), 0.40)


def mount_shadow(width: int, height: int, px_per_mm: float) -> pyvips.Image:
    return _thrown(width, height, max(1.5, MOUNT_SHADOW_MM * px_per_mm), 0.30)


def _thrown(width: int, height: int, reach: float, dark: float) -> pyvips.Image:
    edges = Edges.of(width, height)
    kept = pyvips.Image.black(width, height) + 1
    for away, share, length in (
        (edges.top, 1.0, reach),
        (edges.left, 0.8, reach),
        (edges.right, 0.35, reach / 2.5),
        (edges.bottom, 0.28, reach / 2.5),
    ):
        kept = kept * (1 - clamped(1 - away / length) ** 2 * (dark * share))
    return kept
