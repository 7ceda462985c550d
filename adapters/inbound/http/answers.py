"""The shapes that answers of several areas share."""

from typing import Self

import msgspec

from domain.shared.money import Money


class Answer(msgspec.Struct, rename="camel"):
    """camelCase on the wire."""


class Body(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What a client sends; a field we do not know is refused, so that nobody sets a price."""


class MoneyAnswer(Answer):
    """Integer minor units of the currency, and the same for a screen."""

    amount: int
    currency: str
    formatted: str

    @classmethod
    def of(cls, money: Money) -> Self:
        return cls(amount=money.amount, currency=money.currency, formatted=money.formatted)


class Pagination(Answer):
    page: int
    limit: int
    has_more: bool
