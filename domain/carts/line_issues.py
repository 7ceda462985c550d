"""What a buyer should know about a line since it was put into the cart."""

from dataclasses import dataclass
from enum import StrEnum

from domain.carts.cart import CartLimits, CartLine
from domain.catalog.frame import Frame
from domain.shared.money import Money


class IssueCode(StrEnum):
    PRODUCT_UNAVAILABLE = "product_unavailable"
    PICTURE_DELETED = "picture_deleted"
    PRICE_CHANGED = "price_changed"
    QUANTITY_NOT_ALLOWED = "quantity_not_allowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineIssue:
    """`old_price` and `new_price` are of one piece; `maximum` is what a line may hold today."""

    code: IssueCode
    old_price: Money | None = None
    new_price: Money | None = None
    maximum: int | None = None


def issues_of(
    line: CartLine, frame: Frame | None, limits: CartLimits, *, has_picture: bool = True
) -> tuple[LineIssue, ...]:
    """`frame` is what the line's product is sold as today; None when it is not sold any more."""
    found = []
    if not has_picture:
        found.append(LineIssue(code=IssueCode.PICTURE_DELETED))
    if line.quantity > limits.line_quantity_max:
        found.append(
            LineIssue(code=IssueCode.QUANTITY_NOT_ALLOWED, maximum=limits.line_quantity_max)
        )
    if not is_sold(line, frame):
        found.append(LineIssue(code=IssueCode.PRODUCT_UNAVAILABLE))
    elif frame is not None:
        old = line.price_when_added
        new = frame.price_in(old.currency)
        if new != old:
            found.append(LineIssue(code=IssueCode.PRICE_CHANGED, old_price=old, new_price=new))
    return tuple(found)


def is_sold(line: CartLine, frame: Frame | None) -> bool:
    """It is in the catalogue, with a price in the currency that the line was added in."""
    return frame is not None and line.price_when_added.currency in frame.prices
