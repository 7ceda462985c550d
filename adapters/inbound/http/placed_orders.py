"""Routes of orders that are placed without a cart: order, pay, order once more."""

from datetime import datetime, timedelta
from typing import Annotated, Self
from uuid import UUID

from litestar import post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.addresses import AddressAnswer
from adapters.inbound.http.answers import Answer, Body
from adapters.inbound.http.checkout import AddressBody, CheckoutAnswer, checked_email
from adapters.inbound.http.orders import OrderController, OrderLineAnswer
from adapters.inbound.http.provided import Provided
from adapters.inbound.http.shipping_quotes import TotalsAnswer
from adapters.settings import Settings
from application.checkout.open_order_page import OpenOrderPage
from application.checkout.place_order import OrderWish, PlaceOrder
from application.checkout.products_wanted import OrderItem
from application.checkout.reorder import Reorder, ReorderWish
from domain.identity.owner import Owner
from domain.operations.reply import Request as RetryRequest
from domain.orders.order import Order
from domain.orders.placing import CannotBeHad, UnavailableLine
from domain.resilience.rate_class import RateClass

ITEMS_MAX = 100
WHY_NOT = {
    CannotBeHad.PRODUCT_UNAVAILABLE: "This frame is not offered any more.",
    CannotBeHad.PICTURE_DELETED: "You have deleted the picture.",
    CannotBeHad.SKU_UNAVAILABLE: "This frame is not made now, or not sent to that country.",
    CannotBeHad.CURRENCY_NOT_SOLD: "This frame has no price in the currency of that country.",
    CannotBeHad.QUANTITY_NOT_ALLOWED: "That is more than we take at once by now.",
    CannotBeHad.DESIGN_NOT_PRINTABLE: "The print file of this design could not be made.",
}


class OrderItemBody(Body):
    """Either `designId`, of a final design, or `productId`."""

    quantity: int
    design_id: UUID | None = None
    product_id: UUID | None = None


class PlaceOrderBody(Body):
    """`expectedTotal`, in minor units, refuses a total that is not the one the buyer saw."""

    items: Annotated[list[OrderItemBody], Meta(min_length=1, max_length=ITEMS_MAX)]
    email: str
    address: AddressBody
    shipping_method: str
    expected_total: int | None = None


class ReorderBody(Body):
    """What is left out is as it was then."""

    email: str | None = None
    address: AddressBody | None = None
    shipping_method: str | None = None
    expected_total: int | None = None


class PlacedOrderAnswer(Answer):
    """Begin paying at `POST /api/orders/{id}/checkout` before `pricesValidUntil`."""

    id: UUID
    number: str
    status: str
    placed_at: datetime
    prices_valid_until: datetime
    email: str
    address: AddressAnswer
    shipping_method: str
    items: list[OrderLineAnswer]
    totals: TotalsAnswer

    @classmethod
    def of(cls, order: Order, settings: Settings) -> Self:
        return cls(
            id=order.id,
            number=order.number,
            status=order.status.value,
            placed_at=order.placed_at,
            prices_valid_until=order.placed_at + timedelta(seconds=settings.order_prices_valid_s),
            email=order.email,
            address=AddressAnswer.of(order.address),
            shipping_method=order.shipping_method,
            items=[OrderLineAnswer.of(line) for line in order.lines],
            totals=TotalsAnswer.of(order.totals),
        )


class UnavailableAnswer(Answer):
    """`code` is for programs, `message` for the buyer; `lineId` and `title` are the old order's."""

    line_id: UUID
    title: str
    code: str
    message: str

    @classmethod
    def of(cls, line: UnavailableLine) -> Self:
        return cls(
            line_id=line.line_id,
            title=line.title,
            code=line.code.value,
            message=WHY_NOT[line.code],
        )


class ReorderedAnswer(Answer):
    """The new order, and what of the old one is not in it."""

    order: PlacedOrderAnswer
    unavailable: list[UnavailableAnswer]


class PlacedOrderController(OrderController):
    """All routes of a buyer's orders: one path has one controller."""

    @post(
        summary="Order designs or products without a cart",
        status_code=201,
        opt=open_to(Access.BUYER, RateClass.CHECKOUT),
    )
    async def place(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        data: JSONBody[PlaceOrderBody],
        place_order: Provided[PlaceOrder],
        settings: Provided[Settings],
    ) -> PlacedOrderAnswer:
        """A draft at today's prices; the cart stays as it is. Each request is an order of its own
        unless it bears the same Idempotency-Key.
        """
        order = await place_order(
            OrderWish(
                owner=owner,
                items=[
                    OrderItem(
                        quantity=item.quantity,
                        product_id=item.product_id,
                        design_id=item.design_id,
                    )
                    for item in data.items
                ],
                email=checked_email(data.email),
                address=data.address.to_domain(),
                shipping_method=data.shipping_method,
                expected_total=data.expected_total,
                request=retry,
            )
        )
        return PlacedOrderAnswer.of(order, settings)

    @post(
        "/{order_id:uuid}/checkout",
        summary="Begin paying for an order",
        status_code=201,
        opt=open_to(Access.BUYER, RateClass.CHECKOUT),
    )
    async def checkout(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        order_id: FromPath[UUID],
        open_order_page: Provided[OpenOrderPage],
    ) -> CheckoutAnswer:
        """Asking again answers with the same page, as long as it can be paid."""
        return CheckoutAnswer.of(await open_order_page(owner, order_id, retry))

    @post(
        "/{order_id:uuid}/reorder",
        summary="Order once more",
        status_code=201,
        opt=open_to(Access.BUYER, RateClass.CHECKOUT),
    )
    async def reorder(
        self,
        owner: Provided[Owner],
        retry: Provided[RetryRequest | None],
        order_id: FromPath[UUID],
        data: JSONBody[ReorderBody],
        reorder_order: Provided[Reorder],
        settings: Provided[Settings],
    ) -> ReorderedAnswer:
        """A draft at today's prices of what can still be had, of any order of the caller's."""
        order, unavailable = await reorder_order(
            ReorderWish(
                owner=owner,
                order_id=order_id,
                email=None if data.email is None else checked_email(data.email),
                address=None if data.address is None else data.address.to_domain(),
                shipping_method=data.shipping_method,
                expected_total=data.expected_total,
                request=retry,
            )
        )
        return ReorderedAnswer(
            order=PlacedOrderAnswer.of(order, settings),
            unavailable=[UnavailableAnswer.of(line) for line in unavailable],
        )
