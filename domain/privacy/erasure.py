"""Which orders of an erased person may lose their address, and what is left of it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import FOLLOWABLE, DropshipStatus
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.shared.erased import ERASED, PERSON_ERASED
from domain.shipping.address import Address

FINAL = frozenset(
    {OrderStatus.DELIVERED, OrderStatus.CANCELLED, OrderStatus.REFUNDED, OrderStatus.EXPIRED}
)
# Of other people's orders; theirs alone are followed until a draft is abandoned for good.
NEEDS_NO_FILE = FINAL | {OrderStatus.DRAFT}
MAY_STILL_BE_PAID = frozenset({OrderStatus.CANCELLED, OrderStatus.EXPIRED})
UNDER_WAY_AT_LAB = FOLLOWABLE | {DropshipStatus.SUBMITTING}
# Whose words, in a timeline and in staff's list, are a partner's and may quote anything they got.
PARTNERS_EVENTS = frozenset({"refused_by_lab", "session_refused", "submitted_to_lab"})
PARTNERS_REASONS = frozenset({"lab_problem", "checkout_session_refused"})
# A page that was never opened is not opened after this; an answer of the provider may be late.
ABANDONED_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erased:
    """What one round came to: keys of files that nothing names any more, and whether more is left.

    `open_orders` are those whose payment page may still be open.
    """

    files: tuple[str, ...] = ()
    open_orders: tuple[UUID, ...] = ()
    is_complete: bool


def is_finished(
    order: Order,
    session: CheckoutSession | None,
    prints: Collection[DropshipStatus],
    at: datetime,
) -> bool:
    """Nobody needs the address any more, nor the bytes that were frozen for a partner."""
    if any(status in UNDER_WAY_AT_LAB for status in prints):
        return False
    if order.status is OrderStatus.DRAFT:
        return _is_abandoned(order, session, at)
    page_may_be_open = (
        session is not None and session.settled_at is None and (at < session.expires_at)
    )
    return order.status in FINAL and not page_may_be_open


def _is_abandoned(order: Order, session: CheckoutSession | None, at: datetime) -> bool:
    if session is None:
        return order.placed_at + ABANDONED_AFTER < at
    return not session.is_open and session.expires_at + ABANDONED_AFTER < at


def without_person(order: Order) -> Order:
    """What tax law needs stays: number, dates, lines, amounts and the country.

    Money that comes in late is held for staff, because nobody knows where to send the goods.
    """
    held = order.held_because
    if order.status in MAY_STILL_BE_PAID:
        held = held or PERSON_ERASED
    # The fingerprint is a digest that the address went into, and whoever knows a person may guess.
    return replace(
        order, address=without_person_at(order.address), fingerprint="", held_because=held
    )


def without_person_at(address: Address) -> Address:
    return Address(
        name=ERASED,
        line1=ERASED,
        town_or_city=ERASED,
        postal_or_zip_code="",
        country_code=address.country_code,
    )


def personal_words(order: Order) -> frozenset[str]:
    """By which an old refusal of a partner, quoted in some row, is known to speak of the person."""
    address = order.address
    parts = (
        order.email,
        address.name,
        address.line1,
        address.line2,
        address.phone,
        address.postal_or_zip_code,
    )
    return frozenset(part for part in parts if part and len(part) >= 4 and ERASED not in part)
