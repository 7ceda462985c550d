"""What a buyer wants to pay for, and where they can."""

from dataclasses import dataclass
from uuid import UUID

from domain.checkout.session import CheckoutSession
from domain.identity.owner import Owner
from domain.operations.reply import Request
from domain.orders.order import Order
from domain.shipping.address import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutWish:
    """`expected_total` is what the buyer was shown, in minor units, if the front end says so."""

    owner: Owner
    email: str
    address: Address
    shipping_method: str
    expected_total: int | None = None
    request: Request | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunCheckout:
    """What a retry key stands for: the order that was begun under it."""

    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """Where to pay for which order."""

    order: Order
    session: CheckoutSession
