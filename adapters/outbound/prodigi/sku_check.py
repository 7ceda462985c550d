"""Ask the lab, just before a payment begins, whether it still makes these frames and sends them.

Source: Prodigi Print API v4, "Product details".
"""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from adapters.outbound.prodigi.calls import LabCalls
from adapters.outbound.prodigi.errors import PROVIDER, UnknownAtLab
from application.resilience.call_budgets import NoCallLeft
from application.shared.outcomes import Unavailable
from domain.catalog.frame import Frame
from domain.catalog.product import SkuUnavailable

KEPT_MAX = 1_000


class ProdigiSkuCheck:
    """An answer counts for `fresh_s`, so that a cart of ten equal frames asks once."""

    def __init__(self, client: LabCalls, *, fresh_s: float, timeout_s: float) -> None:
        self._client = client
        self._fresh_s = fresh_s
        self._timeout_s = timeout_s
        self._kept: dict[str, tuple[float, dict[str, Any]]] = {}

    async def check(self, frames: Sequence[Frame], country: str) -> None:
        """Raises SkuUnavailable or Unavailable."""
        skus = sorted({frame.sku for frame in frames})
        found = await asyncio.gather(*(self._product(sku) for sku in skus))
        products = dict(zip(skus, found, strict=True))
        for frame in frames:
            product = products[frame.sku]
            if product is not None and not _is_made(product, frame, country):
                raise SkuUnavailable(
                    f"{frame.title} is not made any more, or not sent to {country}.",
                    facts={"sku": frame.sku, "country": country},
                )

    async def _product(self, sku: str) -> dict[str, Any] | None:
        """None when it is not known and nobody may ask now."""
        kept = self._kept.get(sku)
        if kept is not None and time.monotonic() - kept[0] < self._fresh_s:
            return kept[1]
        try:
            answer = await self._client.get(f"/products/{sku}", timeout_s=self._timeout_s)
        except NoCallLeft:
            # A limit of our own turns no buyer away: what was known before counts, and where
            # nothing was, the lab will say so when it gets the order.
            return None if kept is None else kept[1]
        except UnknownAtLab as error:
            raise SkuUnavailable(f"The lab does not know {sku}.", facts={"sku": sku}) from error
        product = answer.get("product")
        if not isinstance(product, dict):
            raise Unavailable(PROVIDER, "a product that cannot be read")
        if len(self._kept) >= KEPT_MAX:
            self._kept.clear()
        self._kept[sku] = (time.monotonic(), product)
        return product


def _is_made(product: dict[str, Any], frame: Frame, country: str) -> bool:
    """A variant with the frame's choices that ships there; words come in any case."""
    chosen = {name.lower(): value.lower() for name, value in frame.attributes.pairs}
    for variant in product.get("variants") or []:
        offered = {
            str(name).lower(): str(value).lower()
            for name, value in (variant.get("attributes") or {}).items()
        }
        ships_to = variant.get("shipsTo") or []
        if chosen.items() <= offered.items() and country in ships_to:
            return True
    return False
