"""The table of rates in the repository says what the tax offices say."""

from datetime import date
from decimal import Decimal

import pytest

from adapters.outbound.reference.tax_file import read_taxes


@pytest.mark.parametrize(
    ("country", "on", "percent"),
    [
        ("GB", date(2026, 1, 1), "20"),
        ("DE", date(2020, 12, 31), "16"),
        ("DE", date(2026, 1, 1), "19"),
        ("FI", date(2026, 1, 1), "25.5"),
        ("CH", date(2026, 1, 1), "8.1"),
        ("JP", date(2026, 1, 1), "10"),
        ("US", date(2026, 1, 1), "0"),
        ("CA", date(2026, 1, 1), "0"),
    ],
)
def test_a_known_rate(country: str, on: date, percent: str) -> None:
    assert read_taxes().rate(country, on).percent == Decimal(percent)
