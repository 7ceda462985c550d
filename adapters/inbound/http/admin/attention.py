"""Routes of staff's list of what to look at: read it, have it repaired, or close it by hand."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath, FromQuery, JSONBody
from msgspec import Meta

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Answer, Body, Pagination
from adapters.inbound.http.orders import Limit, Page
from adapters.inbound.http.plain_text import SAYING_SOMETHING
from adapters.inbound.http.provided import Provided
from application.reconciliation.list_for_staff import ListAttention
from application.reconciliation.repair_attention import RepairAttention
from application.reconciliation.resolve_attention import ResolveAttention
from domain.identity.caller import Caller
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.repair import AttentionNotFound
from domain.resilience.rate_class import RateClass

# As many as surely fit into the column.
DIGITS_MAX = 18
Note = Annotated[str, Meta(max_length=1000, pattern=SAYING_SOMETHING)]


class RepairBody(Body):
    """`confirm` says that it is meant: a repair may change things at Stripe or the lab."""

    confirm: bool = False


class ResolveBody(Body):
    """`note` says why nothing more has to be done."""

    note: Note


class AttentionAnswer(Answer):
    """`suggestedRepair` is what the repair route would do; null where only a person can help.

    `resolution` is gone, repaired or dismissed.
    """

    id: int
    reason: str
    at: datetime
    order_id: UUID | None
    details: dict[str, str]
    suggested_repair: str | None
    resolved_at: datetime | None
    resolved_by: str | None
    resolution: str | None
    note: str | None

    @classmethod
    def of(cls, item: AttentionItem) -> Self:
        repair = item.suggested_repair
        return cls(
            id=item.id,
            reason=item.reason,
            at=item.at,
            order_id=item.order_id,
            details=item.details,
            suggested_repair=repair.value if repair is not None else None,
            resolved_at=item.resolved_at,
            resolved_by=item.resolved_by,
            resolution=item.resolution.value if item.resolution is not None else None,
            note=item.note,
        )


class AttentionPage(Answer):
    items: list[AttentionAnswer]
    pagination: Pagination


class AttentionController(Controller):
    path = "/api/admin/attention"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @get(summary="List what staff must look at")
    async def page(
        self,
        list_attention: Provided[ListAttention],
        resolved: FromQuery[bool] = False,
        page: Page = 1,
        limit: Limit = 20,
    ) -> AttentionPage:
        """Newest first; open ones, or with `resolved` those that are closed."""
        found, has_more = await list_attention(resolved, page, limit)
        return AttentionPage(
            items=[AttentionAnswer.of(item) for item in found],
            pagination=Pagination(page=page, limit=limit, has_more=has_more),
        )

    @post("/{item_id:str}/repair", summary="Carry out the suggested repair", status_code=200)
    async def repair(
        self,
        caller: Provided[Caller],
        item_id: FromPath[str],
        data: JSONBody[RepairBody],
        repair_attention: Provided[RepairAttention],
    ) -> AttentionAnswer:
        """Only with `confirm`. Closes the item, which opens again if the trouble is still there."""
        item = await repair_attention(_number(item_id), caller.owner.id, data.confirm)
        return AttentionAnswer.of(item)

    @post("/{item_id:str}/resolve", summary="Close an item by hand", status_code=200)
    async def resolve(
        self,
        caller: Provided[Caller],
        item_id: FromPath[str],
        data: JSONBody[ResolveBody],
        resolve_attention: Provided[ResolveAttention],
    ) -> AttentionAnswer:
        """It stays closed, whatever the next check sees."""
        return AttentionAnswer.of(
            await resolve_attention(_number(item_id), caller.owner.id, data.note)
        )


def _number(item_id: str) -> int:
    """Raises AttentionNotFound, also for what is no number."""
    if not (item_id.isascii() and item_id.isdigit() and len(item_id) <= DIGITS_MAX):
        raise AttentionNotFound
    return int(item_id)
