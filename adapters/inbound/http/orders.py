"""Routes of orders: the owner's list, and one order with its timeline."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath, Parameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, MoneyAnswer, Pagination
from adapters.inbound.http.provided import Provided
from adapters.inbound.http.shipping_quotes import TotalsAnswer
from application.orders.list_orders import ListOrders
from application.orders.show_order import OrderStory, ShowOrder
from domain.fulfilment.dropship import Dropship, Shipment
from domain.identity.owner import Owner
from domain.orders.order import Order, OrderLine
from domain.orders.timeline import TimelineEntry, as_told_to_its_buyer
from domain.resilience.rate_class import RateClass

Page = Annotated[int, Parameter(ge=1, le=10_000)]
Limit = Annotated[int, Parameter(ge=1, le=100)]


class OrderLineAnswer(Answer):
    """`designId` is null for a plain picture in a frame."""

    id: UUID
    product_id: UUID
    image_id: UUID
    design_id: UUID | None
    title: str
    sku: str
    quantity: int
    unit_price: MoneyAnswer
    amount: MoneyAnswer

    @classmethod
    def of(cls, line: OrderLine) -> Self:
        return cls(
            id=line.id,
            product_id=line.product_id,
            image_id=line.picture_id,
            design_id=line.design_id,
            title=line.title,
            sku=line.sku,
            quantity=line.quantity,
            unit_price=MoneyAnswer.of(line.unit_price),
            amount=MoneyAnswer.of(line.amount),
        )


class ShipmentAnswer(Answer):
    carrier: str
    tracking_number: str | None
    tracking_url: str | None
    has_left: bool

    @classmethod
    def of(cls, shipment: Shipment) -> Self:
        return cls(
            carrier=shipment.carrier,
            tracking_number=shipment.tracking_number,
            tracking_url=shipment.tracking_url,
            has_left=shipment.has_left,
        )


class PrintAnswer(Answer):
    """One production order at the lab."""

    line_id: UUID
    status: str
    provider_order_id: str | None
    shipments: list[ShipmentAnswer]

    @classmethod
    def of(cls, dropship: Dropship) -> Self:
        return cls(
            line_id=dropship.line_id,
            status=dropship.status.value,
            provider_order_id=dropship.provider_order_id,
            shipments=[ShipmentAnswer.of(shipment) for shipment in dropship.shipments],
        )


class TimelineAnswer(Answer):
    at: datetime
    actor: str
    event: str
    why: str
    before: str | None
    after: str | None
    data: dict[str, str]

    @classmethod
    def of(cls, entry: TimelineEntry) -> Self:
        told = as_told_to_its_buyer({"actor": entry.actor, "why": entry.why, "data": entry.data})
        return cls(at=entry.at, event=entry.event, before=entry.before, after=entry.after, **told)


class OrderSummary(Answer):
    id: UUID
    number: str
    status: str
    placed_at: datetime
    paid_at: datetime | None
    total: MoneyAnswer
    item_count: int

    @classmethod
    def of(cls, order: Order) -> Self:
        return cls(
            id=order.id,
            number=order.number,
            status=order.status.value,
            placed_at=order.placed_at,
            paid_at=order.paid_at,
            total=MoneyAnswer.of(order.totals.total),
            item_count=sum(line.quantity for line in order.lines),
        )


class OrderAnswer(Answer):
    id: UUID
    number: str
    status: str
    payment_status: str
    needs_attention: bool
    placed_at: datetime
    paid_at: datetime | None
    email: str
    shipping_method: str
    items: list[OrderLineAnswer]
    totals: TotalsAnswer
    prints: list[PrintAnswer]
    timeline: list[TimelineAnswer]

    @classmethod
    def of(cls, story: OrderStory) -> Self:
        order = story.order
        return cls(
            id=order.id,
            number=order.number,
            status=order.status.value,
            payment_status=story.payment_status.value,
            needs_attention=story.needs_attention,
            placed_at=order.placed_at,
            paid_at=order.paid_at,
            email=order.email,
            shipping_method=order.shipping_method,
            items=[OrderLineAnswer.of(line) for line in order.lines],
            totals=TotalsAnswer.of(order.totals),
            prints=[PrintAnswer.of(dropship) for dropship in story.dropships],
            timeline=[TimelineAnswer.of(entry) for entry in story.timeline],
        )


class OrderPage(Answer):
    items: list[OrderSummary]
    pagination: Pagination


class OrderController(Controller):
    path = "/api/orders"
    tags = ["orders"]
    opt = open_to(Access.BUYER, RateClass.BROWSE)

    @get(summary="List the caller's orders")
    async def page(
        self,
        owner: Provided[Owner],
        list_orders: Provided[ListOrders],
        page: Page = 1,
        limit: Limit = 20,
    ) -> OrderPage:
        """Newest first."""
        found, has_more = await list_orders(owner, page, limit)
        return OrderPage(
            items=[OrderSummary.of(order) for order in found],
            pagination=Pagination(page=page, limit=limit, has_more=has_more),
        )

    @get("/{order_id:uuid}", summary="Show an order with its timeline")
    async def show(
        self, owner: Provided[Owner], order_id: FromPath[UUID], show_order: Provided[ShowOrder]
    ) -> OrderAnswer:
        return OrderAnswer.of(await show_order(owner, order_id))
