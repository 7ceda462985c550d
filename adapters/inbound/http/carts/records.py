"""Routes about a cart besides the cart itself: its history and its health."""

from datetime import datetime
from typing import Self
from uuid import UUID

from litestar import Controller, get

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Pagination
from adapters.inbound.http.orders import Limit, Page
from adapters.inbound.http.provided import Provided
from application.carts.check_cart_health import CartHealth, CheckCartHealth
from application.carts.read_cart_history import ReadCartHistory
from application.carts.record_ports import NotedEntry
from domain.carts.health import HealthReport, Repair
from domain.carts.history import LineDifference
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass


class DifferenceAnswer(Answer):
    """Pieces before and after; 0 is a line that was not there, or is not any more."""

    line_id: UUID
    product_id: UUID
    before: int
    after: int

    @classmethod
    def of(cls, difference: LineDifference) -> Self:
        return cls(
            line_id=difference.line_id,
            product_id=difference.product_id,
            before=difference.before,
            after=difference.after,
        )


class CartEntryAnswer(Answer):
    """`actor` is guest, customer, staff, admin or system; `version` is the cart's afterwards."""

    cart_id: UUID
    version: int
    action: str
    at: datetime
    actor: str
    device: str
    request_id: str
    differences: list[DifferenceAnswer]
    details: dict[str, str]

    @classmethod
    def of(cls, noted: NotedEntry) -> Self:
        entry = noted.entry
        return cls(
            cart_id=noted.cart_id,
            version=entry.version,
            action=entry.action.value,
            at=entry.at,
            actor=entry.origin.actor,
            device=entry.origin.device,
            request_id=entry.origin.request_id,
            differences=[DifferenceAnswer.of(each) for each in entry.differences],
            details=entry.details,
        )


class CartHistoryPage(Answer):
    items: list[CartEntryAnswer]
    pagination: Pagination


class RepairAnswer(Answer):
    """Pieces of a line, before and after."""

    line_id: UUID
    product_id: UUID
    old: int
    new: int

    @classmethod
    def of(cls, repair: Repair) -> Self:
        return cls(
            line_id=repair.line_id, product_id=repair.product_id, old=repair.old, new=repair.new
        )


class HealthCheckAnswer(Answer):
    """`ok` and `found` tell how it was before `repaired`."""

    check: str
    ok: bool
    found: list[str]
    repaired: list[RepairAnswer]

    @classmethod
    def of(cls, report: HealthReport) -> Self:
        return cls(
            check=report.check.value,
            ok=report.is_ok,
            found=list(report.found),
            repaired=[RepairAnswer.of(repair) for repair in report.repaired],
        )


class CartHealthAnswer(Answer):
    ok: bool
    version: int
    checks: list[HealthCheckAnswer]

    @classmethod
    def of(cls, health: CartHealth) -> Self:
        return cls(
            ok=health.is_ok,
            version=health.version,
            checks=[HealthCheckAnswer.of(report) for report in health.reports],
        )


class CartRecordController(Controller):
    path = "/api/cart"
    tags = ["carts"]
    opt = open_to(Access.BUYER, RateClass.CART)

    @get("/history", summary="Read what happened to the cart")
    async def history(
        self,
        owner: Provided[Owner],
        read_cart_history: Provided[ReadCartHistory],
        page: Page = 1,
        limit: Limit = 20,
    ) -> CartHistoryPage:
        """Newest first, also of carts that the caller had before this one."""
        found, has_more = await read_cart_history(owner, page, limit)
        return CartHistoryPage(
            items=[CartEntryAnswer.of(noted) for noted in found],
            pagination=Pagination(page=page, limit=limit, has_more=has_more),
        )

    @get("/health", summary="Check the cart, and repair it")
    async def health(
        self, owner: Provided[Owner], check_cart_health: Provided[CheckCartHealth]
    ) -> CartHealthAnswer:
        """Safe to repeat: what was repaired is told once, and is in the history."""
        return CartHealthAnswer.of(await check_cart_health(owner))
