"""The lab's key works, and the frames that we sell are frames that it makes, just as large."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.inbound.doctor.finding import Finding, problem, warning, well
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.errors import UnknownAtLab
from application.shared.outcomes import Unavailable
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame

KEY, PRODUCTS = "lab key", "lab products"
FIX = "Set PRODIGI_API_BASE to the lab's address and PRODIGI_API_KEY to its key for that address."
CATALOGUE = "adapters/outbound/prodigi/catalogue.json"
LATER = "Run it again in half a minute; the lab answers 25 calls in 30 s, the shop's included."


@dataclass(frozen=True, slots=True, kw_only=True)
class LabProducts:
    """Asks for some SKUs only: as many calls as the shop's own budget leaves of the lab's limit."""

    client: ProdigiClient
    catalogue: Catalogue
    skus_max: int
    timeout_s: float

    async def __call__(self) -> list[Finding]:
        every = sorted({frame.sku for frame in self.catalogue.frames})
        asked = spread(every, self.skus_max)
        # The first one alone: a wrong key is refused once, not once for each.
        try:
            first = await self._product(asked[0])
        except Unavailable as trouble:
            if trouble.retry_after_s is not None:
                return [warning(KEY, f"the lab says: {trouble.detail}", LATER)]
            return [problem(KEY, f"the lab cannot be asked: {trouble.detail}", FIX)]
        works = well(KEY, "it reads products")
        try:
            rest = await asyncio.gather(*(self._product(sku) for sku in asked[1:]))
        except Unavailable as trouble:
            return [works, warning(PRODUCTS, f"not all could be read: {trouble.detail}", LATER)]
        products = dict(zip(asked, [first, *rest], strict=True))
        wrong = judge_frames(self.catalogue.frames, products)
        told = f"asked about {len(asked)} of {len(every)} SKUs: made there as we sell them"
        return [works, *(wrong or [well(PRODUCTS, told)])]

    async def _product(self, sku: str) -> dict[str, Any] | None:
        """None when the lab does not know it."""
        try:
            answer = await self.client.get(f"/products/{sku}", timeout_s=self.timeout_s)
        except UnknownAtLab:
            return None
        product: dict[str, Any] = answer["product"]
        return product


def spread(skus: Sequence[str], count_max: int) -> list[str]:
    """Evenly over the whole list, its first always."""
    count = min(count_max, len(skus))
    return [skus[number * len(skus) // count] for number in range(count)]


def judge_frames(
    frames: Sequence[Frame], products: dict[str, dict[str, Any] | None]
) -> list[Finding]:
    """One finding per SKU and fault, not one for each of its colours."""
    wrong = {
        (frame.sku, fault): None
        for frame in frames
        if frame.sku in products and (fault := _fault(frame, products[frame.sku]))
    }
    return [
        problem(PRODUCTS, f"{sku} {fault}", f"Correct {sku} in {CATALOGUE}, or take it out.")
        for sku, fault in wrong
    ]


def _fault(frame: Frame, product: dict[str, Any] | None) -> str:
    if product is None:
        return "is unknown to the lab"
    allowed = {
        name.lower(): {str(value).lower() for value in values}
        for name, values in product["attributes"].items()
    }
    chosen = {name.lower(): value.lower() for name, value in frame.attributes.pairs}
    for name, value in chosen.items():
        if value not in allowed.get(name, set()):
            return f"does not come with {name} {value}"
    for name, values in allowed.items():
        if len(values) > 1 and name not in chosen:
            return f"needs a choice of {name}"
    return _area_fault(frame, chosen, product["variants"])


def _area_fault(frame: Frame, chosen: dict[str, str], variants: Sequence[dict[str, Any]]) -> str:
    areas = {
        (area.get("horizontalResolution"), area.get("verticalResolution"))
        for variant in variants
        if chosen.items() <= _lowered(variant["attributes"]).items()
        for area in [variant.get("printAreaSizes", {}).get("default", {})]
    }
    if not areas:
        return "is not made in the combination that we sell"
    if areas != {frame.print_area_px}:
        theirs = " or ".join(f"{width}x{height}" for width, height in sorted(areas, key=str))
        width, height = frame.print_area_px
        return f"has a print area of {theirs} px, not {width}x{height}"
    return ""


def _lowered(attributes: dict[str, Any]) -> dict[str, str]:
    return {name.lower(): str(value).lower() for name, value in attributes.items()}
