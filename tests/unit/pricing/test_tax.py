"""Which rate of tax is in force where and when."""

from datetime import date
from decimal import Decimal

from domain.pricing.tax import NOT_COLLECTED, TaxRate, TaxTable

OLD = TaxRate(percent=Decimal(22), name="VAT")
NEW = TaxRate(percent=Decimal(24), name="VAT")
TABLE = TaxTable({"EE": ((date(2024, 1, 1), OLD), (date(2025, 7, 1), NEW))})


def test_a_rate_holds_from_its_first_day_until_the_next_one() -> None:
    assert TABLE.rate("EE", date(2025, 6, 30)) == OLD
    assert TABLE.rate("EE", date(2025, 7, 1)) == NEW


def test_nothing_is_collected_before_the_first_day_or_in_an_unlisted_country() -> None:
    assert TABLE.rate("EE", date(2023, 12, 31)) is NOT_COLLECTED
    assert TABLE.rate("US", date(2026, 1, 1)) is NOT_COLLECTED


def test_what_is_not_collected_is_zero_and_says_so() -> None:
    assert NOT_COLLECTED.percent == 0
    assert NOT_COLLECTED.note
