"""What must be true of a cart at any time, and what can be put right when it is not."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from domain.carts.cart import Cart, CartLimits
from domain.carts.priced_cart import PricedCart
from domain.catalog.product import Product
from domain.checkout.session import CheckoutSession
from domain.orders.order import Order
from domain.orders.status import OrderStatus


class HealthCheck(StrEnum):
    QUANTITIES = "quantities_within_limits"
    PRODUCTS = "products_belong_to_owner"
    LINES = "one_line_per_product"
    CURRENCY = "one_currency"
    OPEN_ORDER = "open_order_is_open"
    HISTORY = "history_reaches_version"
    TOTAL = "amounts_add_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A line's number of pieces, before and after."""

    line_id: UUID
    product_id: UUID
    old: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthReport:
    """`found` says in words what was not true; `repaired` is what was put right."""

    check: HealthCheck
    found: tuple[str, ...] = ()
    repaired: tuple[Repair, ...] = ()

    @property
    def is_ok(self) -> bool:
        return not self.found


@dataclass(frozen=True, slots=True, kw_only=True)
class CartUnderCheck:
    """A cart with all that it must agree with; `last_entry_version` is of its history.

    `is_a_copy`: it came from an account whose log-in ran out, and so did its products. `order` and
    `session` belong to the open order that was made of it.
    """

    cart: Cart
    shown: PricedCart
    products: Mapping[UUID, Product]
    last_entry_version: int | None = None
    is_a_copy: bool = False
    order: Order | None = None
    session: CheckoutSession | None = None


def repaired(cart: Cart, limits: CartLimits) -> tuple[Cart, tuple[Repair, ...]]:
    """Only what has one right answer is put right: a quantity above what a line may hold today."""
    maximum = limits.line_quantity_max
    lines = tuple(replace(line, quantity=min(line.quantity, maximum)) for line in cart.lines)
    repairs = tuple(
        Repair(
            line_id=before.id, product_id=before.product_id, old=before.quantity, new=after.quantity
        )
        for before, after in zip(cart.lines, lines, strict=True)
        if before != after
    )
    if not repairs:
        return cart, ()
    return replace(cart, lines=lines, version=cart.version + 1), repairs


def examined(case: CartUnderCheck, limits: CartLimits) -> Sequence[HealthReport]:
    """Every check, in a fixed order, of the cart as it is; repairs nothing."""
    found = {
        HealthCheck.QUANTITIES: _quantities(case, limits),
        HealthCheck.PRODUCTS: _products(case),
        HealthCheck.LINES: _lines(case),
        HealthCheck.CURRENCY: _currency(case),
        HealthCheck.OPEN_ORDER: _open_order(case),
        HealthCheck.HISTORY: _history(case),
        HealthCheck.TOTAL: _total(case),
    }
    return [HealthReport(check=check, found=tuple(said)) for check, said in found.items()]


def _quantities(case: CartUnderCheck, limits: CartLimits) -> Iterator[str]:
    for line in case.cart.lines:
        if not 1 <= line.quantity <= limits.line_quantity_max:
            yield f"line {line.id} holds {line.quantity} of at most {limits.line_quantity_max}"


def _products(case: CartUnderCheck) -> Iterator[str]:
    for line in case.cart.lines:
        product = case.products.get(line.product_id)
        if product is None or (product.owner_id != case.cart.owner_id and not case.is_a_copy):
            yield f"line {line.id} holds a product that is not the owner's"


def _lines(case: CartUnderCheck) -> Iterator[str]:
    counted = Counter(line.product_id for line in case.cart.lines)
    for product_id, lines in counted.items():
        if lines > 1:
            yield f"product {product_id} is in {lines} lines"


def _currency(case: CartUnderCheck) -> Iterator[str]:
    for line in case.cart.lines:
        if line.price_when_added.currency != case.cart.currency:
            yield f"line {line.id} has a price in {line.price_when_added.currency}"


def _open_order(case: CartUnderCheck) -> Iterator[str]:
    order, session = case.order, case.session
    if order is None:
        if case.shown.order_id is not None:
            yield f"order {case.shown.order_id} is not the owner's"
        return
    if not order.is_open_for_payment:
        yield f"order {order.id} is {order.status.value}"
    if order.cart_version > case.cart.version:
        yield f"order {order.id} is of a later version than the cart"
    # A payment that failed has ended its session, and the order waits for another.
    failed = order.status is OrderStatus.PAYMENT_FAILED
    if session is None:
        yield f"order {order.id} has no payment page"
    elif session.settled_at is not None and not failed:
        yield f"the payment page of order {order.id} has ended"


def _history(case: CartUnderCheck) -> Iterator[str]:
    last = case.last_entry_version
    # Carts are older than their histories: one that was not changed since has none.
    if last is not None and last != case.cart.version:
        yield f"the history ends at version {last}, the cart is at {case.cart.version}"


def _total(case: CartUnderCheck) -> Iterator[str]:
    counted = sum(
        line.unit_price.amount * line.quantity for line in case.shown.lines if line.available
    )
    if counted != case.shown.subtotal.amount:
        yield f"the lines come to {counted}, the subtotal says {case.shown.subtotal.amount}"
