"""The fonts that a template may name; which file each is, the imaging processes know."""

from enum import StrEnum


class FontName(StrEnum):
    HANDWRITING = "handwriting"
    SERIF = "serif"
    SERIF_ITALIC = "serif-italic"
    SANS = "sans"
    SANS_BOLD = "sans-bold"
