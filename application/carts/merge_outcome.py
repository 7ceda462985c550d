"""What came of a wish to merge two carts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from application.carts.ports import OpenCart
from domain.carts.merge import currencies_meet
from domain.carts.merge_report import CartSide, MergeReport
from domain.carts.priced_cart import PricedCart


class MergeStatus(StrEnum):
    MERGED = "merged"
    ALREADY_MERGED = "already_merged"
    NOTHING_TO_MERGE = "nothing_to_merge"
    KEPT_APART = "kept_apart"


class KeptApartBecause(StrEnum):
    UNDER_PAYMENT = "under_payment"
    OTHER_CURRENCY = "other_currency"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptApart:
    """`guest_cart_id` can be used by the guest as before; merging can be asked for again.

    `order_id` is the order that `side` has still to pay.
    """

    because: KeptApartBecause
    guest_cart_id: UUID
    guest_currency: str
    side: CartSide | None = None
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOutcome:
    """`cart` is the user's as it is now. A dry run has no `merge_id`."""

    status: MergeStatus
    cart: PricedCart
    report: MergeReport | None = None
    merge_id: UUID | None = None
    undoable_until: datetime | None = None
    kept_apart: KeptApart | None = None

    @property
    def used_up_the_guest(self) -> bool:
        """Nothing is left that the guest's token would open."""
        return self.merge_id is not None


def kept_apart(guest: OpenCart, user: OpenCart) -> KeptApart | None:
    """None when nothing speaks against merging the two."""
    because, side, order_id = KeptApartBecause.OTHER_CURRENCY, None, None
    if guest.checkout is not None:
        side, order_id = CartSide.GUEST, guest.checkout.order_id
    elif user.checkout is not None:
        side, order_id = CartSide.USER, user.checkout.order_id
    elif currencies_meet(guest.cart, user.cart):
        return None
    if side is not None:
        because = KeptApartBecause.UNDER_PAYMENT
    return KeptApart(
        because=because,
        guest_cart_id=guest.cart.id,
        guest_currency=guest.cart.currency,
        side=side,
        order_id=order_id,
    )
