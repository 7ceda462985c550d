"""What is ordered without a cart, and why something cannot be had once more."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.shared.refusals import Conflict, Invalid


class OrderNotPayable(Conflict):
    """Its page has ended, or it was given up; ordering it again makes a new one."""

    code = "order_not_payable"


class OrderPricesOutdated(Conflict):
    """It was placed too long ago for its prices to be kept; ordering it again asks today's."""

    code = "order_prices_outdated"


class NothingToReorder(Conflict):
    """None of what was bought can be had any more; `facts` say why, line by line."""

    code = "nothing_to_reorder"


class OrderWasErased(Invalid):
    """Nobody knows any more where it went: e-mail and address must be given."""

    code = "order_erased"


class CannotBeHad(StrEnum):
    """Why a line of an old order is left out of a new one."""

    PRODUCT_UNAVAILABLE = "product_unavailable"
    PICTURE_DELETED = "picture_deleted"
    SKU_UNAVAILABLE = "sku_unavailable"
    CURRENCY_NOT_SOLD = "currency_not_sold"
    QUANTITY_NOT_ALLOWED = "quantity_not_allowed"
    DESIGN_NOT_PRINTABLE = "design_not_printable"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnavailableLine:
    """`line_id` and `title` are those of the old order."""

    line_id: UUID
    title: str
    code: CannotBeHad
