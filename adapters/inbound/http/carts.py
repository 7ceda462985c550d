"""Routes of the cart: read, add, change, remove; each answers with the whole cart and its ETag."""

import re
from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.params import Parameter

from adapters.inbound.http.answers import Answer, Body, MoneyAnswer
from adapters.inbound.http.provided import Provided
from application.carts.add_to_cart import Addition, AddToCart
from application.carts.change_cart_line import ChangeCartLine, LineChange
from application.carts.read_cart import ReadCart
from application.carts.remove_cart_line import LineRemoval, RemoveCartLine
from domain.carts.priced_cart import PricedCart, PricedLine
from domain.identity.owner import Owner
from domain.operations.reply import Request as RetryRequest
from domain.shared.refusals import Invalid

IfMatch = Annotated[
    str | None,
    Parameter(header="If-Match", required=False, description="The ETag of the cart you saw."),
]


class EtagInvalid(Invalid):
    """If-Match is not an ETag of a cart."""

    code = "etag_invalid"


class AddToCartBody(Body):
    """`currency` counts only while the cart is empty."""

    product_id: UUID
    quantity: int = 1
    currency: str | None = None


class ChangeLineBody(Body):
    quantity: int


class CartLineAnswer(Answer):
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
        )


class CartTotals(Answer):
    """Shipping and tax depend on the destination: POST /api/shipping/quotes."""

    subtotal: MoneyAnswer


class CartAnswer(Answer):
    id: UUID
    currency: str
    version: int
    items: list[CartLineAnswer]
    totals: CartTotals

    @classmethod
    def of(cls, cart: PricedCart) -> Self:
        return cls(
            id=cart.id,
            currency=cart.currency,
            version=cart.version,
            items=[CartLineAnswer.of(line) for line in cart.lines],
            totals=CartTotals(subtotal=MoneyAnswer.of(cart.subtotal)),
        )


class CartController(Controller):
    path = "/api/cart"
    tags = ["carts"]

    @get(summary="Read the cart")
    async def read(
        self, owner: Provided[Owner], read_cart: Provided[ReadCart]
    ) -> Response[CartAnswer]:
        """At today's prices."""
        return _answer(await read_cart(owner))

    @post(summary="Add to the cart", status_code=200)
    async def add(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        data: AddToCartBody,
        add_to_cart: Provided[AddToCart],
        if_match: IfMatch = None,
    ) -> Response[CartAnswer]:
        """Pieces of a product that is there already add up."""
        cart = await add_to_cart(
            Addition(
                owner=owner,
                product_id=data.product_id,
                quantity=data.quantity,
                currency=data.currency,
                if_version=_version(if_match),
                request=retry,
            )
        )
        return _answer(cart)

    @patch("/items/{line_id:uuid}", summary="Change a line's quantity")
    async def change(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        line_id: UUID,
        data: ChangeLineBody,
        change_cart_line: Provided[ChangeCartLine],
        if_match: IfMatch = None,
    ) -> Response[CartAnswer]:
        cart = await change_cart_line(
            LineChange(
                owner=owner,
                line_id=line_id,
                quantity=data.quantity,
                if_version=_version(if_match),
                request=retry,
            )
        )
        return _answer(cart)

    @delete("/items/{line_id:uuid}", summary="Remove a line", status_code=200)
    async def remove(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        line_id: UUID,
        remove_cart_line: Provided[RemoveCartLine],
        if_match: IfMatch = None,
    ) -> Response[CartAnswer]:
        cart = await remove_cart_line(
            LineRemoval(
                owner=owner,
                line_id=line_id,
                if_version=_version(if_match),
                request=retry,
            )
        )
        return _answer(cart)


def _answer(cart: PricedCart) -> Response[CartAnswer]:
    return Response(CartAnswer.of(cart), headers={"ETag": f'"{cart.version}"'})


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', if_match.strip())
    if found is None:
        raise EtagInvalid(field="If-Match")
    return int(found.group(1))
