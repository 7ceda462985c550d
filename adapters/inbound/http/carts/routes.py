"""Routes of the cart: read, add, change, remove; each answers with the whole cart and its ETag."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from litestar import Router, delete, get, patch, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from litestar.response.base import ASGIResponse

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Body
from adapters.inbound.http.carts.answers import CartAnswer, cart_answer
from adapters.inbound.http.carts.if_match import IfMatch, seen, stale
from adapters.inbound.http.credentials import (
    AnyRequest,
    Credentials,
    IdempotencyKey,
    retry_request,
)
from adapters.inbound.http.origin import origin_of
from application.carts.add_to_cart import Addition
from application.carts.apply_batch import Batch, BatchOutcome
from application.carts.change_cart_line import LineChange
from application.carts.remove_cart_line import LineRemoval
from domain.carts.priced_cart import CartVersionDiffers, PricedCart
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass


class AddToCartBody(Body):
    """`currency` counts only while the cart is empty."""

    product_id: UUID
    quantity: int = 1
    currency: str | None = None


class ChangeLineBody(Body):
    quantity: int


ANSWERS = {200: ResponseSpec(CartAnswer, description="The whole cart with its ETag.")}


@dataclass(frozen=True, slots=True, kw_only=True)
class CartUseCases:
    """What the routes call; guarded ones stand in for the use cases themselves."""

    add: Callable[[Addition], Awaitable[PricedCart]]
    change: Callable[[LineChange], Awaitable[PricedCart]]
    remove: Callable[[LineRemoval], Awaitable[PricedCart]]
    batch: Callable[[Batch], Awaitable[BatchOutcome]]
    read: Callable[[Owner], Awaitable[PricedCart]]


def cart_routes(carts: CartUseCases, credentials: Credentials) -> Router:
    """The busiest routes of a shop close over what they call: injecting it took a third of the
    time of a request (docs/decisions/0006-speak-to-the-driver-for-carts.md)."""

    @get(summary="Read the cart", responses=ANSWERS)
    async def read_cart(request: AnyRequest) -> ASGIResponse:
        """At today's prices."""
        return cart_answer(await carts.read(credentials.owner(request)))

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
            origin=origin_of(request, credentials),
            product_id=data.product_id,
            quantity=data.quantity,
            currency=data.currency,
            **seen(if_match),
            request=await retry_request(request, owner, retry_key),
        )
        return cart_answer(await carts.add(addition))

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
            origin=origin_of(request, credentials),
            line_id=line_id,
            quantity=data.quantity,
            **seen(if_match),
            request=await retry_request(request, owner, retry_key),
        )
        return cart_answer(await carts.change(change))

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
            origin=origin_of(request, credentials),
            line_id=line_id,
            **seen(if_match),
            request=await retry_request(request, owner, retry_key),
        )
        return cart_answer(await carts.remove(removal))

    return Router(
        "/api/cart",
        route_handlers=[read_cart, add_to_cart, change_line, remove_line],
        tags=["carts"],
        opt=open_to(Access.BUYER, RateClass.CART),
        exception_handlers={CartVersionDiffers: stale},
    )
