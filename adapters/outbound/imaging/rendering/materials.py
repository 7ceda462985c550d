"""What frames are made of: paint, wood and metal, by the catalogue's words for them."""

from dataclasses import dataclass
from enum import Enum, auto

import pyvips

from adapters.outbound.imaging.rendering.shading import bump, clamped, noise

RGB = tuple[float, float, float]


class Finish(Enum):
    PAINT = auto()
    WOOD = auto()
    METAL = auto()


@dataclass(frozen=True, slots=True)
class Material:
    """`gloss` is how much light an edge throws back, of 255; `grain` how lively the surface is."""

    finish: Finish
    colour: RGB
    gloss: float
    grain: float


MATERIALS = {
    "black": Material(Finish.PAINT, (35, 34, 34), 74, 1.8),
    "white": Material(Finish.PAINT, (243, 242, 239), 20, 1.2),
    "natural": Material(Finish.WOOD, (206, 171, 125), 26, 1.0),
    "brown": Material(Finish.WOOD, (101, 66, 43), 30, 0.72),
    "dark grey": Material(Finish.PAINT, (78, 79, 81), 48, 1.6),
    "light grey": Material(Finish.PAINT, (178, 178, 176), 30, 1.6),
    "gold": Material(Finish.METAL, (193, 156, 91), 46, 1.0),
    "silver": Material(Finish.METAL, (182, 184, 188), 46, 1.0),
}
# A material that the lab adds is drawn as plain paint until somebody describes it here.
PLAIN = Material(Finish.PAINT, (150, 148, 145), 36, 1.6)


def surface(
    material: Material, width: int, height: int, *, px_per_mm: float, seed: int
) -> pyvips.Image:
    """Three bands of colour, with its grain from left to right."""
    if material.finish is Finish.WOOD:
        return _wood(material, width, height, px_per_mm, seed)
    brushed = noise(width, height, seed=seed, stretch=18 if material.finish is Finish.METAL else 3)
    return brushed * material.grain + list(material.colour)


def _wood(material: Material, width: int, height: int, px_per_mm: float, seed: int) -> pyvips.Image:
    """Oak: slow bands, fine fibres, and here and there a dark pore, drawn out along the grain."""
    fine = min(1.0, px_per_mm / 1.6)
    bands = noise(width, height, seed=seed, stretch=70 * px_per_mm).gaussblur(
        max(0.6, 1.3 * px_per_mm), min_ampl=0.1
    ) * (2.6 * max(0.8, px_per_mm) ** 0.5)
    fibres = noise(width, height, seed=seed + 1, stretch=16 * px_per_mm)
    threads = noise(width, height, seed=seed + 2, stretch=5 * px_per_mm)
    pores = clamped(noise(width, height, seed=seed + 3, stretch=9 * px_per_mm) * 1.4 - 1.9)
    lightness = bands * 4.2 + fibres * (3.4 * fine) + threads * (1.5 * fine) - pores * (26 * fine)
    # A darker place in wood is redder, too.
    return lightness * [material.grain * part for part in (1.0, 1.12, 1.24)] + list(material.colour)


def sheen(material: Material, across: pyvips.Image) -> pyvips.Image | None:
    """What a satin metal mirrors of a bright room; `across` is 0 outside and 1 inside."""
    if material.finish is not Finish.METAL:
        return None
    return bump(across, 0.30, 0.16) * 0.24 + bump(across, 0.74, 0.11) * 0.13 - 0.11
