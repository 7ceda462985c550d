"""Totals add up, to the unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.pricing.tax import TaxRate
from domain.pricing.totals import (
    AmountAboveMaximum,
    AmountBelowMinimum,
    Totals,
    check_chargeable,
    totals_of,
)
from domain.shared.money import CurrenciesDiffer, Money

currencies = st.sampled_from(["GBP", "EUR", "JPY", "SEK", "ISK", "KWD"])
amounts = st.lists(st.integers(0, 1_000_000), min_size=1, max_size=20)
percents = st.decimals(0, 30, places=2)


def rate(percent: str | Decimal) -> TaxRate:
    return TaxRate(percent=Decimal(percent), name="VAT")


def test_british_tax_is_a_fifth_of_goods_and_shipping() -> None:
    totals = totals_of([Money(5400, "GBP"), Money(3900, "GBP")], Money(595, "GBP"), rate("20"))
    assert totals == Totals(
        subtotal=Money(9300, "GBP"),
        shipping=Money(595, "GBP"),
        tax=Money(1979, "GBP"),
        total=Money(11874, "GBP"),
        tax_percent=Decimal(20),
    )


@given(amounts, st.integers(0, 50_000), percents, currencies)
def test_the_total_is_the_sum_of_its_parts(
    lines: list[int], shipping: int, percent: Decimal, currency: str
) -> None:
    totals = totals_of(
        [Money(line, currency) for line in lines], Money(shipping, currency), rate(percent)
    )
    assert totals.total.amount == sum(lines) + shipping + totals.tax.amount


def test_lines_of_two_currencies_are_refused() -> None:
    with pytest.raises(CurrenciesDiffer):
        totals_of([Money(1, "GBP"), Money(1, "EUR")], Money(1, "GBP"), rate("0"))


def test_totals_that_do_not_add_up_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="sum"):
        Totals(
            subtotal=Money(1, "GBP"),
            shipping=Money(1, "GBP"),
            tax=Money(1, "GBP"),
            total=Money(4, "GBP"),
            tax_percent=Decimal(20),
        )


@pytest.mark.parametrize(
    ("amount", "currency"), [(29, "GBP"), (0, "USD"), (249, "DKK"), (49, "ZAR")]
)
def test_an_amount_below_the_minimum_is_refused(amount: int, currency: str) -> None:
    with pytest.raises(AmountBelowMinimum):
        check_chargeable(Money(amount, currency))


def test_an_amount_above_the_maximum_is_refused() -> None:
    check_chargeable(Money(99_999_999, "GBP"))
    with pytest.raises(AmountAboveMaximum):
        check_chargeable(Money(100_000_000, "GBP"))


@pytest.mark.parametrize(("amount", "currency"), [(30, "GBP"), (50, "JPY"), (200, "PLN")])
def test_the_minimum_itself_can_be_charged(amount: int, currency: str) -> None:
    check_chargeable(Money(amount, currency))
