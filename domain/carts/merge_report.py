"""What a merge did with every line it met: nothing is left behind without a row here."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.carts.line_issues import LineIssue


class MergeStrategy(StrEnum):
    """For lines of the same product, and for all others.

    `SUM` and `MAX` keep the lines of both carts, `KEEP_GUEST` and `KEEP_USER` those of one.
    """

    SUM = "sum"
    MAX = "max"
    KEEP_GUEST = "keep_guest"
    KEEP_USER = "keep_user"


class CartSide(StrEnum):
    GUEST = "guest"
    USER = "user"


class LineFate(StrEnum):
    ADDED = "added"
    COMBINED = "combined"
    LEFT_BEHIND = "left_behind"


class LeftBehindBecause(StrEnum):
    """`OTHER_ACCOUNT`: the guest's cart was copied from somebody else's, who still has the line."""

    STRATEGY = "strategy"
    CART_FULL = "cart_full"
    OTHER_ACCOUNT = "other_account"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedLine:
    """`line_id` is the line as it was in the cart of its side.

    `quantity` is what the user's cart holds of the product afterwards, `capped_from` what it would
    hold if a line took any number.
    """

    side: CartSide
    fate: LineFate
    line_id: UUID
    product_id: UUID
    guest_quantity: int
    user_quantity: int
    quantity: int
    because: LeftBehindBecause | None = None
    capped_from: int | None = None
    issues: tuple[LineIssue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """A row for each of the guest's lines, and for each of the user's that was left behind."""

    strategy: MergeStrategy
    lines: tuple[MergedLine, ...] = ()
