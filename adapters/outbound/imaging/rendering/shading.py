"""Images of numbers from which everything that is not picture is drawn."""

from dataclasses import dataclass

import pyvips

# From the upper left, as in every room that a picture editor has ever lit.
LIGHT_FROM_TOP = 0.8
LIGHT_FROM_LEFT = 0.6


@dataclass(frozen=True, slots=True)
class Edges:
    """How far each pixel's middle lies from the four edges, in pixels."""

    left: pyvips.Image
    top: pyvips.Image
    right: pyvips.Image
    bottom: pyvips.Image

    @classmethod
    def of(cls, width: int, height: int) -> "Edges":
        at = pyvips.Image.xyz(width, height).cast("float") + 0.5
        x, y = at[0], at[1]
        return cls(x, y, width - x, height - y)


@dataclass(frozen=True, slots=True)
class Mitred:
    """Four members that meet at 45 degrees.

    `depth` is the distance from the nearest edge, `upright` 1 on the left and right member and 0
    on the others, `lit` how much the outer side of a member looks towards the light, -1 to 1.
    """

    depth: pyvips.Image
    upright: pyvips.Image
    lit: pyvips.Image

    @classmethod
    def of(cls, width: int, height: int) -> "Mitred":
        edges = Edges.of(width, height)
        across, down = edges.left.minpair(edges.right), edges.top.minpair(edges.bottom)
        upright = clamped(down - across + 0.5)
        # Which half, as 1 and -1.
        from_left = (edges.right - edges.left).sign() * LIGHT_FROM_LEFT
        from_top = (edges.bottom - edges.top).sign() * LIGHT_FROM_TOP
        return cls(across.minpair(down), upright, mixed(from_top, from_left, upright))


def clamped(image: pyvips.Image) -> pyvips.Image:
    """To 0 and 1."""
    return image.clamp(min=0, max=1)


def mixed(first: pyvips.Image, second: pyvips.Image, share: pyvips.Image) -> pyvips.Image:
    """`first` where `share` is 0, `second` where it is 1."""
    return first + (second - first) * share


def bump(at: pyvips.Image, middle: float, width: float) -> pyvips.Image:
    """1 in the middle, falling away to both sides like a bell."""
    return (((at - middle) / width) ** 2 * -1).exp()


def noise(width: int, height: int, *, seed: int, stretch: float = 1.0) -> pyvips.Image:
    """Around 0 with a spread of 1, the same for the same seed, drawn out along a row."""
    narrow = max(2, round(width / stretch))
    grain = pyvips.Image.gaussnoise(narrow, height, mean=0, sigma=1, seed=seed)
    if narrow == width:
        return grain
    return grain.resize(width / narrow, vscale=1, kernel="cubic").crop(0, 0, width, height)


def blurred(image: pyvips.Image, sigma: float) -> pyvips.Image:
    return image.gaussblur(sigma, min_ampl=0.05) if sigma > 0.3 else image
