"""Routes of the cart: read, add, change, remove; each answers with the whole cart and its ETag."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Self
from uuid import UUID

import msgspec
from litestar import MediaType, Router, delete, get, patch, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, HeaderParameter, JSONBody
from litestar.response.base import ASGIResponse

from adapters.inbound.http.answers import Answer, Body, MoneyAnswer
from adapters.inbound.http.credentials import (
    AnyRequest,
    Credentials,
    IdempotencyKey,
    retry_request,
)
from application.carts.add_to_cart import Addition
from application.carts.change_cart_line import LineChange
from application.carts.remove_cart_line import LineRemoval
from domain.carts.priced_cart import PricedCart, PricedLine
from domain.identity.owner import Owner
from domain.shared.refusals import Invalid

IfMatch = Annotated[
    str | None,
    HeaderParameter(name="If-Match", required=False, description="The ETag of the cart you saw."),
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


ANSWERS = {200: ResponseSpec(CartAnswer, description="The whole cart; its version is the ETag.")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CartUseCases:
    """What the routes call; guarded ones stand in for the use cases themselves."""

    add: Callable[[Addition], Awaitable[PricedCart]]
    change: Callable[[LineChange], Awaitable[PricedCart]]
    remove: Callable[[LineRemoval], Awaitable[PricedCart]]
    read: Callable[[Owner], Awaitable[PricedCart]]


def cart_routes(carts: CartUseCases, credentials: Credentials) -> Router:
    """The busiest routes of a shop close over what they call: injecting it took a third of the
    time of a request (docs/decisions/0006-speak-to-the-driver-for-carts.md)."""

    @get(summary="Read the cart", responses=ANSWERS)
    async def read_cart(request: AnyRequest) -> ASGIResponse:
        """At today's prices."""
        return _answer(await carts.read(credentials.owner(request)))

    @post(summary="Add to the cart", status_code=200, responses=ANSWERS)
    async def add_to_cart(
        request: AnyRequest,
        data: JSONBody[AddToCartBody],
        retry_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> ASGIResponse:
        """Pieces of a product that is there already add up."""
        owner = credentials.owner(request)
        addition = Addition(
            owner=owner,
            product_id=data.product_id,
            quantity=data.quantity,
            currency=data.currency,
            if_version=_version(if_match),
            request=await retry_request(request, owner, retry_key),
        )
        return _answer(await carts.add(addition))

    @patch("/items/{line_id:uuid}", summary="Change a line's quantity", responses=ANSWERS)
    async def change_line(
        request: AnyRequest,
        line_id: FromPath[UUID],
        data: JSONBody[ChangeLineBody],
        retry_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> ASGIResponse:
        owner = credentials.owner(request)
        change = LineChange(
            owner=owner,
            line_id=line_id,
            quantity=data.quantity,
            if_version=_version(if_match),
            request=await retry_request(request, owner, retry_key),
        )
        return _answer(await carts.change(change))

    @delete("/items/{line_id:uuid}", summary="Remove a line", status_code=200, responses=ANSWERS)
    async def remove_line(
        request: AnyRequest,
        line_id: FromPath[UUID],
        retry_key: IdempotencyKey = None,
        if_match: IfMatch = None,
    ) -> ASGIResponse:
        owner = credentials.owner(request)
        removal = LineRemoval(
            owner=owner,
            line_id=line_id,
            if_version=_version(if_match),
            request=await retry_request(request, owner, retry_key),
        )
        return _answer(await carts.remove(removal))

    return Router(
        "/api/cart",
        route_handlers=[read_cart, add_to_cart, change_line, remove_line],
        tags=["carts"],
    )


def _answer(cart: PricedCart) -> ASGIResponse:
    body = msgspec.json.encode(CartAnswer.of(cart))
    return ASGIResponse(body=body, media_type=MediaType.JSON, headers={"ETag": f'"{cart.version}"'})


def _version(if_match: str | None) -> int | None:
    if if_match is None or if_match == "*":
        return None
    found = re.fullmatch(r'(?:W/)?"?(\d{1,9})"?', if_match.strip())
    if found is None:
        raise EtagInvalid(field="If-Match")
    return int(found.group(1))
