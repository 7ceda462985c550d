"""What an order comes to: lines, shipping and tax, which add up to the unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from domain.pricing.tax import TaxRate
from domain.shared.currencies import CHARGE_MAX_MINOR, CHARGE_MIN_MINOR
from domain.shared.money import Money
from domain.shared.refusals import Invalid


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """All in one currency; `total` is exactly subtotal + shipping + tax."""

    subtotal: Money
    shipping: Money
    tax: Money
    total: Money
    tax_percent: Decimal

    def __post_init__(self) -> None:
        if self.subtotal + self.shipping + self.tax != self.total:
            raise ValueError("The total is not the sum of its parts.")

    @property
    def currency(self) -> str:
        return self.total.currency


def totals_of(lines: Sequence[Money], shipping: Money, tax: TaxRate) -> Totals:
    """`lines` and `shipping` are net; tax is due on both and is rounded once, on their sum.

    Raises CurrenciesDiffer.
    """
    subtotal = Money.total(lines, shipping.currency)
    due = (subtotal + shipping).share(tax.percent)
    return Totals(
        subtotal=subtotal,
        shipping=shipping,
        tax=due,
        total=subtotal + shipping + due,
        tax_percent=tax.percent,
    )


# For currencies whose minimum is not published: what most of the published ones are.
_MIN_MINOR_ELSEWHERE = 50


class AmountBelowMinimum(Invalid):
    """The payment provider takes no payment this small."""

    code = "amount_below_minimum"


class AmountAboveMaximum(Invalid):
    """The payment provider takes no payment this large; the order must be split."""

    code = "amount_above_maximum"


def check_chargeable(amount: Money) -> None:
    """Raises AmountBelowMinimum or AmountAboveMaximum."""
    least = CHARGE_MIN_MINOR.get(amount.currency, _MIN_MINOR_ELSEWHERE)
    if amount.amount < least:
        raise AmountBelowMinimum(
            f"The least that can be paid is {Money(least, amount.currency).formatted}.",
            facts={"minimum": least, "currency": amount.currency},
        )
    if amount.amount > CHARGE_MAX_MINOR:
        raise AmountAboveMaximum(
            f"The most that can be paid is {Money(CHARGE_MAX_MINOR, amount.currency).formatted}.",
            facts={"maximum": CHARGE_MAX_MINOR, "currency": amount.currency},
        )
