"""A small catalogue to test with: one style in two materials and three sizes."""

from domain.catalog.attributes import Attributes
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame

SIZES_PX = {"8x10": (2400, 3000), "12x16": (3600, 4800), "24x36": (7200, 10800)}


def frame(size: str = "12x16", material: str = "black") -> Frame:
    return Frame(
        frame_size=size,
        frame_style="classic",
        frame_material=material,
        size_name=size,
        style_name="Classic frame",
        sku=f"GLOBAL-CFP-{size.upper()}",
        attributes=Attributes.of({"color": material}),
        print_area_px=SIZES_PX[size],
        prices={"GBP": 5400, "JPY": 10400},
    )


def catalogue() -> Catalogue:
    return Catalogue.of(
        frame(size, material) for size in SIZES_PX for material in ("black", "white")
    )
