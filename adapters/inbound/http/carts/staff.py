"""Routes for staff who look at carts; they change nothing."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, get
from litestar.params import FromPath, QueryParameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Pagination
from adapters.inbound.http.carts.answers import CartAnswer
from adapters.inbound.http.carts.records import CartEntryAnswer
from adapters.inbound.http.orders import Limit, Page
from adapters.inbound.http.provided import Provided
from application.carts.find_carts import FindCarts
from application.carts.record_ports import CartSummary, NotedEntry
from application.carts.show_any_cart import CartStory, ShowAnyCart
from domain.resilience.rate_class import RateClass

Email = Annotated[str | None, QueryParameter(required=False)]
OwnerId = Annotated[UUID | None, QueryParameter(name="ownerId", required=False)]


class CartSummaryAnswer(Answer):
    """`status` is active, merged or expired; `mergedInto` is the cart that has the lines now."""

    id: UUID
    owner_id: UUID
    status: str
    merged_into: UUID | None
    currency: str
    version: int
    line_count: int
    item_count: int
    changed_at: datetime | None

    @classmethod
    def of(cls, cart: CartSummary) -> Self:
        return cls(
            id=cart.id,
            owner_id=cart.owner_id,
            status=cart.kept.value,
            merged_into=cart.merged_into,
            currency=cart.currency,
            version=cart.version,
            line_count=cart.lines,
            item_count=cart.pieces,
            changed_at=cart.changed_at,
        )


class StaffEntryAnswer(CartEntryAnswer):
    """What staff see besides: who exactly it was."""

    actor_id: str = ""

    @classmethod
    def of(cls, noted: NotedEntry) -> Self:
        answer = super().of(noted)
        answer.actor_id = noted.entry.origin.actor_id
        return answer


class CartStoryAnswer(Answer):
    """The cart as its owner would see it, and what happened to it, newest first."""

    summary: CartSummaryAnswer
    cart: CartAnswer
    history: list[StaffEntryAnswer]
    pagination: Pagination

    @classmethod
    def of(cls, story: CartStory, page: int, limit: int) -> Self:
        return cls(
            summary=CartSummaryAnswer.of(story.summary),
            cart=CartAnswer.of(story.cart),
            history=[StaffEntryAnswer.of(noted) for noted in story.history],
            pagination=Pagination(page=page, limit=limit, has_more=story.more_history),
        )


class FoundCarts(Answer):
    items: list[CartSummaryAnswer]


class StaffCartController(Controller):
    path = "/api/admin/carts"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @get(summary="Find an owner's carts")
    async def find(
        self,
        find_carts: Provided[FindCarts],
        owner_id: OwnerId = None,
        email: Email = None,
    ) -> FoundCarts:
        """By `ownerId` or by `email`; the active one first."""
        found = await find_carts(owner_id, email)
        return FoundCarts(items=[CartSummaryAnswer.of(cart) for cart in found])

    @get("/{cart_id:uuid}", summary="Show any cart with its history")
    async def show(
        self,
        cart_id: FromPath[UUID],
        show_any_cart: Provided[ShowAnyCart],
        page: Page = 1,
        limit: Limit = 20,
    ) -> CartStoryAnswer:
        """`page` and `limit` are of the history."""
        return CartStoryAnswer.of(await show_any_cart(cart_id, page, limit), page, limit)
