"""Writes a text as large as fits its box, in one of the shop's own fonts."""

from dataclasses import dataclass
from html import escape

import pyvips

from adapters.outbound.imaging.rendering.fonts import FALLBACK, FONTS, Font, drawable
from domain.designs.box import Box
from domain.designs.colour import channels
from domain.designs.plan import PlacedText
from domain.designs.template import Align

# With ascenders and descenders: a name without any is not written larger than one that has them.
TALLEST = "ÁÅgjpÇ"
TRIAL_SIZE = 100.0
# Hinting makes letters a little wider at some sizes than at others.
SPARE = 0.99
# At 72 dots per inch a size of one point is a size of one pixel.
DPI = 72
ALIGN = {Align.LEFT: "low", Align.CENTRE: "centre", Align.RIGHT: "high"}


@dataclass(frozen=True, slots=True)
class Lettering:
    """`mask` is 255 where there is ink; its upper left corner belongs at (`left`, `top`)."""

    mask: pyvips.Image
    left: int
    top: int
    colour: tuple[int, int, int]

    def onto(self, sheet: pyvips.Image) -> pyvips.Image:
        mask = self.mask.embed(self.left, self.top, sheet.width, sheet.height)
        ink = sheet.new_from_image(list(self.colour)).copy(interpretation="srgb")
        return mask.ifthenelse(ink, sheet, blend=True)


def lettering(placed: PlacedText) -> Lettering | None:
    """None when the font has none of the characters."""
    text = drawable(placed.text, placed.font)
    if not text.strip():
        return None
    font = FONTS[placed.font]
    mask = _written(text, font, _size(text, font, placed), placed.align)
    left, top = _position(mask, placed.box, placed.align)
    return Lettering(mask, left, top, channels(placed.colour))


def _size(text: str, font: Font, placed: PlacedText) -> float:
    lines = "\n".join([TALLEST] * len(text.split("\n")))
    highest = _written(lines, font, TRIAL_SIZE, placed.align).height
    widest = _written(text, font, TRIAL_SIZE, placed.align).width
    fitting: float = min(placed.box.height / highest, placed.box.width / widest)
    return max(1.0, TRIAL_SIZE * fitting * SPARE)


def _written(text: str, font: Font, size: float, align: Align) -> pyvips.Image:
    # Letters are looked for in the files that libvips was shown so far, so the order must not vary.
    for needed in (FALLBACK, font):
        mask = pyvips.Image.text(
            escape(text, quote=False),
            font=f"{needed.name} {size:.2f}",
            fontfile=str(needed.file),
            align=ALIGN[align],
            dpi=DPI,
            wrap="none",
        )
    return mask


def _position(mask: pyvips.Image, box: Box, align: Align) -> tuple[int, int]:
    spare = box.width - mask.width
    along = {Align.LEFT: 0.0, Align.CENTRE: spare / 2, Align.RIGHT: spare}[align]
    return round(box.left + along), round(box.top + (box.height - mask.height) / 2)
