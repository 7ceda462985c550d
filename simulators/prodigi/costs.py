"""What things cost: unit costs, shipping and tax, in any currency of the fixed rate table."""

import json
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

from simulators.prodigi.catalogue import Product

_BRITISH_VAT = Decimal("0.20")


@cache
def _rates_per_gbp() -> dict[str, Decimal]:
    rates = json.loads(Path(__file__).with_name("rates.json").read_text("utf-8"))
    return {currency: Decimal(rate) for currency, rate in rates.items()}


def is_known_currency(code: str) -> bool:
    return code in _rates_per_gbp()


def from_gbp(amount: Decimal, currency: str) -> Decimal:
    converted = amount * _rates_per_gbp()[currency]
    return converted.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def unit_cost(product: Product, currency: str) -> Decimal:
    return from_gbp(product.unit_cost_gbp, currency)


def tax(amount: Decimal, country_code: str) -> Decimal:
    rate = _BRITISH_VAT if country_code == "GB" else Decimal(0)
    return (amount * rate).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
