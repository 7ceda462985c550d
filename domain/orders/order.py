"""An order: the frozen picture of what was bought, and how far it has come."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.orders.status import (
    OPEN_FOR_PAYMENT,
    PRODUCIBLE,
    PRODUCTION_PATH,
    OrderStatus,
    check_move,
)
from domain.pricing.totals import Totals
from domain.shared.erased import ERASED
from domain.shared.money import Money
from domain.shared.refusals import Conflict, NotFound
from domain.shipping.address import Address


class OrderNotFound(NotFound):
    """There is no such order, or it belongs to somebody else."""

    code = "order_not_found"


class CartHasOpenOrder(Conflict):
    """Another order of the same cart still waits for payment."""

    code = "cart_has_open_order"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One thing bought: everything the lab must know, copied at checkout and never changed.

    Of a design also its final revision, and the render that is printed. `asset_key` and
    `asset_md5` are empty if that was not made yet; then the print waits for the render's file.
    """

    id: UUID
    product_id: UUID
    picture_id: UUID
    title: str
    sku: str
    attributes: dict[str, str]
    sizing: str
    asset_key: str
    asset_md5: str
    quantity: int
    unit_price: Money
    design_id: UUID | None = None
    design_revision: int | None = None
    render_id: UUID | None = None

    @property
    def amount(self) -> Money:
        return self.unit_price * self.quantity

    @property
    def has_print_file(self) -> bool:
        return self.asset_key != ""

    def printing(self, asset_key: str, asset_md5: str) -> Self:
        """With the file that was made of its design meanwhile."""
        return replace(self, asset_key=asset_key, asset_md5=asset_md5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """`held_because` keeps a paid order from the lab until staff has looked at it.

    `accepted_minor` is the captured amount that staff let pass although it is not the total.
    """

    id: UUID
    number: str
    owner_id: UUID
    cart_id: UUID
    cart_version: int
    status: OrderStatus
    email: str
    address: Address
    shipping_method: str
    lines: tuple[OrderLine, ...]
    totals: Totals
    fingerprint: str
    placed_at: datetime
    paid_at: datetime | None = None
    payment_intent_id: str | None = None
    held_because: str | None = None
    accepted_minor: int | None = None

    @property
    def is_open_for_payment(self) -> bool:
        return self.status in OPEN_FOR_PAYMENT

    @property
    def has_been_paid(self) -> bool:
        return self.paid_at is not None

    @property
    def may_be_produced(self) -> bool:
        return self.status in PRODUCIBLE and self.held_because is None and not self.is_of_nobody

    @property
    def is_of_nobody(self) -> bool:
        """The person was erased, so nobody knows where it should be sent."""
        return self.address.name == ERASED

    @property
    def is_over(self) -> bool:
        """Paid once, perhaps, but nothing of it is wanted any more."""
        return self.status in (OrderStatus.CANCELLED, OrderStatus.REFUNDED)

    @property
    def may_be_reprinted(self) -> bool:
        """Also after it was shipped: a parcel may be lost, or arrive broken."""
        wanted = self.status in PRODUCTION_PATH and self.held_because is None
        return wanted and not self.is_of_nobody

    def printing(self, line: OrderLine) -> Self:
        """As the lab is told of it, with the file of a line that was made meanwhile."""
        lines = tuple(line if each.id == line.id else each for each in self.lines)
        return replace(self, lines=lines)

    def await_payment(self) -> Self:
        return self.move_to(OrderStatus.AWAITING_PAYMENT)

    def pay(self, payment_intent_id: str | None, *, at: datetime) -> Self:
        paid = self.move_to(OrderStatus.PAID)
        return replace(paid, paid_at=at, payment_intent_id=payment_intent_id)

    def hold(self, reason: str) -> Self:
        return replace(self, held_because=reason)

    def release(self) -> Self:
        return replace(self, held_because=None)

    def accept(self, captured_minor: int) -> Self:
        """Only this amount: whatever is captured besides is looked at anew."""
        return replace(self, accepted_minor=captured_minor)

    def of_cart_version(self, version: int) -> Self:
        """The cart as it is at that version is what this order has frozen."""
        return replace(self, cart_version=version)

    def move_to(self, status: OrderStatus) -> Self:
        """Raises OrderCannotMove."""
        check_move(self.status, status)
        return replace(self, status=status)
