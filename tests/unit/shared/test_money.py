"""Money never loses or gains a unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.shared.currencies import (
    HUNDREDTHS_ALWAYS_ZERO,
    SYMBOLS,
    THREE_DECIMAL,
    ZERO_DECIMAL,
    exponent,
    smallest_step,
)
from domain.shared.money import CurrenciesDiffer, Money

AMOUNTS = st.integers(0, 10**10)
CURRENCIES = st.sampled_from(
    sorted(ZERO_DECIMAL | THREE_DECIMAL | HUNDREDTHS_ALWAYS_ZERO | set(SYMBOLS) | {"CHF", "SEK"})
)


@given(st.integers(-(10**10), 10**10), CURRENCIES)
def test_what_is_formatted_reads_as_the_same_amount(amount: int, currency: str) -> None:
    shown = Money(amount, currency).formatted
    digits = shown.replace(SYMBOLS.get(currency, f"{currency} "), "")
    assert int(Decimal(digits).scaleb(exponent(currency))) == amount
    assert len(digits.partition(".")[2]) == exponent(currency)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (2_500, "GBP", "£25.00"),
        (5, "EUR", "€0.05"),
        (-1_050, "USD", "-$10.50"),
        (2_500, "JPY", "¥2500"),
        (2_500, "CHF", "CHF 25.00"),
        (2_500, "KWD", "KWD 2.500"),
        (0, "AUD", "A$0.00"),
    ],
)
def test_amounts_look_as_buyers_expect(amount: int, currency: str, shown: str) -> None:
    assert Money(amount, currency).formatted == shown


@pytest.mark.parametrize(
    ("currency", "digits", "step"),
    [
        ("GBP", 2, 1),
        ("JPY", 0, 1),
        ("KWD", 3, 10),
        ("TND", 3, 10),
        # Unlike in ISO 4217: Stripe has no minor unit for MGA, and two for ISK and UGX.
        ("MGA", 0, 1),
        ("ISK", 2, 100),
        ("UGX", 2, 100),
    ],
)
def test_currencies_are_charged_as_stripe_counts_them(
    currency: str, digits: int, step: int
) -> None:
    assert (exponent(currency), smallest_step(currency)) == (digits, step)


@given(AMOUNTS, st.decimals(0, 30, places=3), CURRENCIES)
def test_a_share_can_be_charged_and_is_rounded_to_the_nearest(
    amount: int, percent: Decimal, currency: str
) -> None:
    share, step = Money(amount, currency).share(percent), smallest_step(currency)
    assert share.amount % step == 0
    assert abs(share.amount - Decimal(amount) * percent / 100) * 2 <= step


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("10.95", "GBP", 1_095), ("1095", "JPY", 1_095), ("1.234", "KWD", 1_240), ("0", "EUR", 0)],
)
def test_major_units_are_read_exactly(amount: str, currency: str, minor: int) -> None:
    assert Money.from_major(amount, currency) == Money(minor, currency)


@given(AMOUNTS, AMOUNTS, st.integers(0, 99))
def test_money_counts_like_numbers(one: int, other: int, count: int) -> None:
    assert Money(one, "GBP") + Money(other, "GBP") == Money(one + other, "GBP")
    assert Money(one, "GBP") - Money(other, "GBP") == Money(one - other, "GBP")
    assert Money(one, "GBP") * count == Money(one * count, "GBP")


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrenciesDiffer):
        Money(1, "GBP") + Money(1, "EUR")
    with pytest.raises(CurrenciesDiffer):
        Money.total([Money(1, "GBP")], "EUR")
