"""The fonts of templates, by the name that a template calls them."""

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from adapters.outbound.imaging.font_names import FontName
from adapters.outbound.imaging.rendering.glyphs import characters_of

# Read by libvips' text engine when it draws its first letter.
os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fontconfig.txt"))


@dataclass(frozen=True, slots=True)
class Font:
    """`name` is how the file calls itself, in Pango's writing."""

    name: str
    package: str
    file_name: str

    @property
    def file(self) -> Path:
        # Found without running the package, which would read its whole directory.
        found = find_spec(self.package)
        if found is None or found.origin is None:
            raise ModuleNotFoundError(f"The font package {self.package} is not installed.")
        return Path(found.origin).parent / "files" / self.file_name


FONTS: dict[str, Font] = {
    FontName.HANDWRITING: Font("Amatic SC Bold", "font_amatic_sc", "AmaticSC-Bold.ttf"),
    FontName.SERIF: Font("Source Serif Pro", "font_source_serif_pro", "SourceSerifPro-Regular.otf"),
    FontName.SERIF_ITALIC: Font(
        "Source Serif Pro Italic", "font_source_serif_pro", "SourceSerifPro-It.otf"
    ),
    FontName.SANS: Font("Hanken Grotesk", "font_hanken_grotesk", "HankenGrotesk-Regular.otf"),
    FontName.SANS_BOLD: Font(
        "Hanken Grotesk Bold", "font_hanken_grotesk", "HankenGrotesk-Bold.otf"
    ),
}
# Has the most letters, Greek and Cyrillic among them: what another font lacks comes from here.
FALLBACK = FONTS[FontName.SERIF]


@cache
def drawn_with(name: str) -> frozenset[int]:
    """Code points."""
    return characters_of(FONTS[name].file) | characters_of(FALLBACK.file)


def drawable(text: str, name: str) -> str:
    """Less the characters that would be printed as an empty box, such as emoji."""
    known = drawn_with(name)
    kept = "".join(
        # Of what is known, soft hyphens and their like leave no ink, and libvips refuses to write.
        sign
        for sign in text
        if sign == "\n" or (sign.isprintable() and ord(sign) in known)
    )
    return "\n".join(" ".join(line.split()) for line in kept.split("\n"))
