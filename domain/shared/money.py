"""Money is an integer number of minor units of one currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Self

from domain.shared.currencies import SYMBOLS, exponent, smallest_step
from domain.shared.refusals import Conflict


class CurrenciesDiffer(Conflict):
    """Amounts of two currencies cannot be added or compared."""

    code = "currencies_differ"


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """`amount` counts minor units (pence, cents) of `currency` (ISO 4217, upper case)."""

    amount: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, count: int) -> "Money":
        return Money(self.amount * count, self.currency)

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise CurrenciesDiffer(f"{self.currency} and {other.currency}")
        return other.amount

    def share(self, percent: Decimal) -> "Money":
        """That many per cent of it, rounded half up to what can be charged."""
        step = smallest_step(self.currency)
        exact = Decimal(self.amount) * percent / 100 / step
        return Money(int(exact.quantize(Decimal(1), ROUND_HALF_UP)) * step, self.currency)

    @property
    def formatted(self) -> str:
        """For a screen: `£25.00`, `¥2500`, `CHF 25.00`."""
        return _formatted(self.amount, self.currency)

    @classmethod
    def from_major(cls, amount: str, currency: str) -> Self:
        """From a decimal string of major units, as Prodigi writes amounts."""
        minor = (Decimal(amount) * 10 ** exponent(currency)).quantize(Decimal(1), ROUND_HALF_UP)
        step = smallest_step(currency)
        return cls(-(-int(minor) // step) * step, currency)

    @classmethod
    def total(cls, amounts: Iterable["Money"], currency: str) -> "Money":
        return sum(amounts, start=Money(0, currency))


@lru_cache(4096)
def _formatted(amount: int, currency: str) -> str:
    digits = exponent(currency)
    symbol = SYMBOLS.get(currency, f"{currency} ")
    sign = "-" if amount < 0 else ""
    whole, part = divmod(abs(amount), 10**digits)
    return f"{sign}{symbol}{whole}" + (f".{part:0{digits}d}" if digits else "")
