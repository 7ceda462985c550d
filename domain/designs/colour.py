"""A colour as the web writes it: #rrggbb in sRGB."""

import re

from domain.designs.refusals import ColourInvalid

COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII)
PAPER_WHITE = "#ffffff"


def colour(given: str, *, field: str) -> str:
    """In lower case. Raises ColourInvalid."""
    lowered = given.lower()
    if COLOUR.fullmatch(lowered) is None:
        raise ColourInvalid("A colour is written as #rrggbb.", field=field)
    return lowered


def channels(written: str) -> tuple[int, int, int]:
    """Red, green and blue of 0 to 255."""
    return int(written[1:3], 16), int(written[3:5], 16), int(written[5:7], 16)
