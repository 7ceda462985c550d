"""A cart as it goes over the wire."""

from typing import Self
from uuid import UUID

import msgspec
from litestar import MediaType
from litestar.response.base import ASGIResponse

from adapters.inbound.http.answers import Answer, MoneyAnswer
from domain.carts.line_issues import LineIssue
from domain.carts.priced_cart import PricedCart, PricedLine


class LineIssueAnswer(Answer, omit_defaults=True):
    """product_unavailable, picture_deleted, price_changed (both prices of one piece),
    quantity_not_allowed.
    """

    code: str
    old_price: MoneyAnswer | None = None
    new_price: MoneyAnswer | None = None
    maximum: int | None = None

    @classmethod
    def of(cls, issue: LineIssue) -> Self:
        return cls(
            code=issue.code.value,
            old_price=None if issue.old_price is None else MoneyAnswer.of(issue.old_price),
            new_price=None if issue.new_price is None else MoneyAnswer.of(issue.new_price),
            maximum=issue.maximum,
        )


class CartLineAnswer(Answer):
    """A line that is not `available` any more keeps its old price and counts for nothing."""

    id: UUID
    product_id: UUID
    image_id: UUID
    title: str
    frame_size: str
    frame_style: str
    frame_material: str
    quantity: int
    unit_price: MoneyAnswer
    price_when_added: MoneyAnswer
    amount: MoneyAnswer
    available: bool
    issues: list[LineIssueAnswer]

    @classmethod
    def of(cls, line: PricedLine) -> Self:
        product = line.product
        return cls(
            id=line.id,
            product_id=product.id,
            image_id=product.picture_id,
            title=line.title,
            frame_size=product.frame_size,
            frame_style=product.frame_style,
            frame_material=product.frame_material,
            quantity=line.quantity,
            unit_price=MoneyAnswer.of(line.unit_price),
            price_when_added=MoneyAnswer.of(line.price_when_added),
            amount=MoneyAnswer.of(line.amount),
            available=line.available,
            issues=[LineIssueAnswer.of(issue) for issue in line.issues],
        )


class CartTotals(Answer):
    """Shipping and tax depend on the destination: POST /api/shipping/quotes."""

    subtotal: MoneyAnswer


class CartAnswer(Answer):
    """`status` is frozen while `orderId` waits for payment of exactly these lines.

    A frozen cart can be changed all the same: it is active again, and what is bought leaves it when
    that order is paid.
    """

    id: UUID
    currency: str
    version: int
    status: str
    order_id: UUID | None
    items: list[CartLineAnswer]
    totals: CartTotals

    @classmethod
    def of(cls, cart: PricedCart) -> Self:
        return cls(
            id=cart.id,
            currency=cart.currency,
            version=cart.version,
            status=cart.status.value,
            order_id=cart.order_id,
            items=[CartLineAnswer.of(line) for line in cart.lines],
            totals=CartTotals(subtotal=MoneyAnswer.of(cart.subtotal)),
        )


def cart_answer(cart: PricedCart) -> ASGIResponse:
    """The whole cart with its ETag."""
    body = msgspec.json.encode(CartAnswer.of(cart))
    return ASGIResponse(body=body, media_type=MediaType.JSON, headers={"ETag": etag(cart)})


def etag(cart: PricedCart) -> str:
    """Its version, and which cart it is: the next one counts anew. All that were never used are
    alike.
    """
    return f'"{cart.version}-{cart.id.hex}"' if cart.version else '"0"'
