"""Reads the catalogue of frames: sizes, styles and materials with their SKUs, pixels and prices."""

from pathlib import Path

import msgspec

from domain.catalog.attributes import Attributes
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame

FILE = Path(__file__).with_name("catalogue.json")


class _Size(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    name: str
    sku_suffix: str
    print_area_px: tuple[int, int]
    mount_mm: int


class _Style(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    name: str
    sku_prefix: str
    prices: dict[str, dict[str, int]]
    mount_colours: dict[str, str] = {}


class _File(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    materials: dict[str, dict[str, str]]
    sizes: dict[str, _Size]
    styles: dict[str, _Style]


def read_catalogue(path: Path = FILE) -> Catalogue:
    """Every style in every size it has prices for, in every material.

    Raises msgspec.ValidationError for a file that says something else, also for a style with mounts
    of several colours: the SKU alone tells the lab of the mount, so each colour is a style.
    """
    file = msgspec.json.decode(path.read_bytes(), type=_File)
    for name, style in file.styles.items():
        if len(style.mount_colours) > 1:
            raise msgspec.ValidationError(f"{name}: a style has one mount colour, or none.")
    return Catalogue.of(
        Frame(
            frame_size=size,
            frame_style=style,
            frame_material=material,
            size_name=file.sizes[size].name,
            style_name=made.name,
            sku=f"{made.sku_prefix}-{file.sizes[size].sku_suffix}",
            attributes=Attributes.of(attributes),
            print_area_px=file.sizes[size].print_area_px,
            prices=prices,
            mount_mm=file.sizes[size].mount_mm if made.mount_colours else 0,
            mount_colours=made.mount_colours,
        )
        for style, made in file.styles.items()
        for size, prices in made.prices.items()
        for material, attributes in file.materials.items()
    )
