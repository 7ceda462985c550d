"""The products this lab makes: SKUs, attributes, print-area pixels and unit costs."""

import itertools
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from simulators.prodigi import destinations
from simulators.prodigi.wire import Document, same_word


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    sku: str
    description: str
    width: float
    height: float
    units: str
    pixels: tuple[int, int]
    image_wrap_extra_pixels: int
    unit_cost_gbp: Decimal
    attributes: dict[str, list[str]]

    @property
    def required_attributes(self) -> list[str]:
        """An attribute with one value only is implied; the others must be chosen."""
        return [name for name, values in self.attributes.items() if len(values) > 1]

    def allowed_value(self, attribute: str, given: str) -> str | None:
        allowed = self.attributes.get(attribute, [])
        return next((value for value in allowed if same_word(value, given)), None)

    def resolution(self, chosen: dict[str, str]) -> Document:
        width, height = self.pixels
        # An image wrap prints round the edges, so its print area is larger.
        extra = self.image_wrap_extra_pixels if chosen.get("wrap") == "ImageWrap" else 0
        return {"horizontalResolution": width + extra, "verticalResolution": height + extra}

    def as_document(self) -> Document:
        """The `product` object of GET /products/{sku}."""
        names = list(self.attributes)
        chosen = [
            dict(zip(names, values, strict=True))
            for values in itertools.product(*self.attributes.values())
        ]
        return {
            "sku": self.sku,
            "description": self.description,
            "productDimensions": {"width": self.width, "height": self.height, "units": self.units},
            "attributes": self.attributes,
            "printAreas": {"default": {"required": True}},
            "variants": [
                {
                    "attributes": variant,
                    "shipsTo": destinations.served(),
                    "printAreaSizes": {"default": self.resolution(variant)},
                }
                for variant in chosen
            ],
        }


@cache
def _products() -> dict[str, Product]:
    families = json.loads(Path(__file__).with_name("catalogue.json").read_text("utf-8"))
    return {
        f"{prefix}-{size}": Product(
            sku=f"{prefix}-{size}",
            description=family["description"].format(label=made["label"]),
            width=made["width"],
            height=made["height"],
            units=made["units"],
            pixels=(made["pixels"][0], made["pixels"][1]),
            image_wrap_extra_pixels=family.get("imageWrapExtraPixels", 0),
            unit_cost_gbp=Decimal(made["unitCost"]),
            attributes=family["attributes"],
        )
        for prefix, family in families.items()
        for size, made in family["sizes"].items()
    }


def find(sku: str) -> Product | None:
    return _products().get(sku.upper())
