"""A cart as it is shown: each line with its product, today's price, and what changed meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.carts.cart import (
    Cart,
    CartChanged,
    CartLimits,
    CartLine,
    CartLineUnavailable,
    QuantityNotAllowed,
)
from domain.carts.line_issues import IssueCode, LineIssue, is_sold, issues_of
from domain.carts.status import CartCheckout, CartStatus, status_of
from domain.catalog.catalogue import Catalogue
from domain.catalog.frame import Frame
from domain.catalog.product import Product
from domain.shared.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """A line that is not `available` keeps its old price and counts for nothing."""

    id: UUID
    product: Product
    title: str
    quantity: int
    unit_price: Money
    price_when_added: Money
    amount: Money
    available: bool = True
    issues: tuple[LineIssue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedCart:
    """`subtotal` is before shipping and tax, which depend on the destination.

    `order_id` is the order of this cart that waits for payment, if there is one.
    """

    id: UUID
    currency: str
    version: int
    lines: tuple[PricedLine, ...]
    subtotal: Money
    status: CartStatus = CartStatus.ACTIVE
    order_id: UUID | None = None


@dataclass(eq=False)
class CartVersionDiffers(CartChanged):
    """The caller named a version (If-Match) that is not the cart's any more.

    `current` is the cart as it is, so that the caller can reconcile without asking again.
    """

    current: PricedCart | None = None


def priced(
    cart: Cart,
    products: Mapping[UUID, Product],
    catalogue: Catalogue,
    limits: CartLimits,
    *,
    currency: str | None = None,
    checkout: CartCheckout | None = None,
    kept: CartStatus = CartStatus.ACTIVE,
) -> PricedCart:
    """In the cart's own currency, or in another that the catalogue sells in."""
    shown_in = currency or cart.currency
    lines = []
    for line in cart.lines:
        product = products[line.product_id]
        frame = catalogue.find(product.frame_size, product.frame_style, product.frame_material)
        lines.append(_priced_line(line, product, frame, limits, shown_in))
    return PricedCart(
        id=cart.id,
        currency=shown_in,
        version=cart.version,
        lines=tuple(lines),
        subtotal=Money.total((line.amount for line in lines if line.available), shown_in),
        status=status_of(kept, cart.version, checkout),
        order_id=None if checkout is None else checkout.order_id,
    )


def check_payable(cart: PricedCart) -> None:
    """Raises CartLineUnavailable or QuantityNotAllowed, naming the lines at fault."""
    for code, refusal in (
        (IssueCode.PICTURE_DELETED, CartLineUnavailable),
        (IssueCode.PRODUCT_UNAVAILABLE, CartLineUnavailable),
        (IssueCode.QUANTITY_NOT_ALLOWED, QuantityNotAllowed),
    ):
        lines = [
            str(line.id) for line in cart.lines if any(issue.code is code for issue in line.issues)
        ]
        if lines:
            raise refusal(facts={"lines": lines})


def _priced_line(
    line: CartLine, product: Product, frame: Frame | None, limits: CartLimits, currency: str
) -> PricedLine:
    available = frame is not None and is_sold(line, frame) and product.has_picture
    price = frame.price_in(currency) if frame is not None and available else line.price_when_added
    return PricedLine(
        id=line.id,
        product=product,
        title=product.titled(frame),
        quantity=line.quantity,
        unit_price=price,
        price_when_added=line.price_when_added,
        amount=price * line.quantity,
        available=available,
        issues=issues_of(line, frame, limits, has_picture=product.has_picture),
    )
