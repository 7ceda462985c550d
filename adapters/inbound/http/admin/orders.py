"""Routes for staff who look for orders, and at one order with everything that belongs to it."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath, FromQuery, QueryParameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.admin.attention import AttentionAnswer
from adapters.inbound.http.admin.jobs import JobAnswer
from adapters.inbound.http.admin.ledger import LedgerAnswer
from adapters.inbound.http.answers import Answer, MoneyAnswer, Pagination
from adapters.inbound.http.orders import (
    Limit,
    OrderLineAnswer,
    OrderSummary,
    Page,
    PrintAnswer,
    TimelineAnswer,
)
from adapters.inbound.http.plain_text import WITHOUT_NUL
from adapters.inbound.http.provided import Provided
from adapters.inbound.http.shipping_quotes import TotalsAnswer
from application.payments.read_ledger import OrderLedger
from application.reconciliation.list_for_staff import FindOrders
from application.reconciliation.show_any_order import ShowAnyOrder, WholeOrder
from application.reconciliation.staff_ports import OrderSearch
from domain.fulfilment.dropship import Dropship
from domain.orders.order import Order
from domain.orders.status import OrderStatus
from domain.orders.timeline import TimelineEntry
from domain.payments.facts import PaymentFact
from domain.resilience.rate_class import RateClass

# Called otherwise inside: the framework keeps that name for itself.
Beginning = Annotated[
    str | None,
    QueryParameter(name="query", required=False, min_length=1, max_length=254, pattern=WITHOUT_NUL),
]


class StaffOrderSummary(OrderSummary):
    """What staff see besides: whose it is, and why it is held."""

    owner_id: UUID | None = None
    email: str = ""
    held_because: str | None = None

    @classmethod
    def of(cls, order: Order) -> Self:
        answer = super().of(order)
        answer.owner_id, answer.email = order.owner_id, order.email
        answer.held_because = order.held_because
        return answer


class PaymentFactAnswer(Answer):
    """`objectId` is Stripe's id of the session, charge, refund or dispute."""

    kind: str
    object_id: str
    amount: MoneyAnswer
    seen_at: datetime

    @classmethod
    def of(cls, fact: PaymentFact) -> Self:
        return cls(
            kind=fact.kind.value,
            object_id=fact.object_id,
            amount=MoneyAnswer.of(fact.amount),
            seen_at=fact.seen_at,
        )


class StaffPrintAnswer(PrintAnswer):
    """What staff see besides: which one of its line it is, and what is wrong with it."""

    id: UUID | None = None
    fulfilment_no: int = 1
    problem: str | None = None
    checked_at: datetime | None = None

    @classmethod
    def of(cls, dropship: Dropship) -> Self:
        answer = super().of(dropship)
        answer.id, answer.fulfilment_no = dropship.id, dropship.fulfilment_no
        answer.problem, answer.checked_at = dropship.problem, dropship.checked_at
        return answer


class StaffTimelineAnswer(TimelineAnswer):
    """As it was written down: buyers do not see who of the shop it was, and in what words."""

    @classmethod
    def of(cls, entry: TimelineEntry) -> Self:
        answer = super().of(entry)
        answer.actor, answer.why, answer.data = entry.actor, entry.why, entry.data
        return answer


class WholeOrderAnswer(Answer):
    summary: StaffOrderSummary
    shipping_method: str
    items: list[OrderLineAnswer]
    totals: TotalsAnswer
    payment_intent_id: str | None
    payment_facts: list[PaymentFactAnswer]
    ledger: LedgerAnswer
    prints: list[StaffPrintAnswer]
    timeline: list[StaffTimelineAnswer]
    jobs: list[JobAnswer]
    attention: list[AttentionAnswer]

    @classmethod
    def of(cls, whole: WholeOrder) -> Self:
        seen, order = whole.picture, whole.picture.order
        ledger = OrderLedger(
            ledger=whole.ledger, refunds=seen.refunds, mismatches=whole.ledger_mismatches
        )
        return cls(
            summary=StaffOrderSummary.of(order),
            shipping_method=order.shipping_method,
            items=[OrderLineAnswer.of(line) for line in order.lines],
            totals=TotalsAnswer.of(order.totals),
            payment_intent_id=order.payment_intent_id,
            payment_facts=[PaymentFactAnswer.of(fact) for fact in seen.facts],
            ledger=LedgerAnswer.of(ledger),
            prints=[StaffPrintAnswer.of(dropship) for dropship in seen.dropships],
            timeline=[StaffTimelineAnswer.of(entry) for entry in whole.timeline],
            jobs=[JobAnswer.of(job) for job in whole.jobs],
            attention=[AttentionAnswer.of(item) for item in whole.attention],
        )


class StaffOrderPage(Answer):
    items: list[StaffOrderSummary]
    pagination: Pagination


class StaffOrderController(Controller):
    path = "/api/admin/orders"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @get(summary="Find orders")
    async def page(
        self,
        find_orders: Provided[FindOrders],
        status: FromQuery[OrderStatus | None] = None,
        held: FromQuery[bool | None] = None,
        beginning: Beginning = None,
        page: Page = 1,
        limit: Limit = 20,
    ) -> StaffOrderPage:
        """Of every owner, newest first. `query` is how an order's number or e-mail begins."""
        pasted = (beginning or "").strip() or None
        search = OrderSearch(status=status, held=held, query=pasted)
        found, has_more = await find_orders(search, page, limit)
        return StaffOrderPage(
            items=[StaffOrderSummary.of(order) for order in found],
            pagination=Pagination(page=page, limit=limit, has_more=has_more),
        )

    @get("/{order_id:uuid}", summary="Show any order with everything that belongs to it")
    async def show(
        self,
        order_id: FromPath[UUID],
        show_any_order: Provided[ShowAnyOrder],
    ) -> WholeOrderAnswer:
        """As it was at one moment, however much is being done to it; nothing waits for the look."""
        return WholeOrderAnswer.of(await show_any_order(order_id))
