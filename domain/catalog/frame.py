"""A frame the shop offers: one size, style and material, with its SKU at the lab and its prices."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.catalog.attributes import Attributes
from domain.shared.money import Money
from domain.shared.refusals import Invalid

# Prodigi's word for a centre crop that covers the whole print area.
SIZING = "fillPrintArea"


class CurrencyNotSold(Invalid):
    """The shop has no price list in that currency."""

    code = "currency_not_sold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """`prices` are net, in minor units by currency; `print_area_px` is (width, height), upright.

    `mount_mm` is how far the lab's mount covers the print on each side, 0 for none, and
    `mount_colours` are its colours by name, as #rrggbb, the usual one first.
    """

    frame_size: str
    frame_style: str
    frame_material: str
    size_name: str
    style_name: str
    sku: str
    attributes: Attributes
    print_area_px: tuple[int, int]
    prices: Mapping[str, int] = field(hash=False)
    mount_mm: int = 0
    mount_colours: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def sizing(self) -> str:
        return SIZING

    @property
    def title(self) -> str:
        """For humans: style, material and size."""
        return f"{self.style_name}, {self.frame_material}, {self.size_name}"

    def price_in(self, currency: str) -> Money:
        """Net price of one copy. Raises CurrencyNotSold."""
        if currency not in self.prices:
            raise CurrencyNotSold(
                f"There is no price in {currency}.",
                field="currency",
                facts={"offered": sorted(self.prices)},
            )
        return Money(self.prices[currency], currency)
