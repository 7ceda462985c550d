"""A product with what a buyer decides by: its frame, and how well the picture prints in it."""

from dataclasses import dataclass

from domain.catalog.frame import Frame
from domain.catalog.print_quality import PrintQuality
from domain.catalog.product import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedProduct:
    product: Product
    frame: Frame
    quality: PrintQuality
    is_new: bool = False
