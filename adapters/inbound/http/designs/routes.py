"""Routes for designs: begin, look, change, copy, throw away, finalize."""

from typing import Annotated, Literal
from uuid import UUID

from litestar import Controller, Response, delete, get, patch, post
from litestar.params import FromPath, JSONBody, Parameter

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.answers import Pagination
from adapters.inbound.http.designs.answers import (
    DesignAnswer,
    DesignList,
    QueuedAnswer,
    TemplateAnswer,
    TemplateList,
)
from adapters.inbound.http.designs.bodies import LookBody, NewDesignBody
from adapters.inbound.http.designs.revisions import IfMatch, etag, seen
from adapters.inbound.http.provided import Provided
from application.designs.change_design import ChangeDesign
from application.designs.copy_design import CopyDesign
from application.designs.finalize_design import FinalizeDesign
from application.designs.list_designs import ListDesigns
from application.designs.make_design import MakeDesign
from application.designs.remove_design import RemoveDesign
from application.designs.show_design import ShowDesign
from application.designs.shown_design import ShownDesign
from domain.designs.template import Templates
from domain.identity.owner import Owner
from domain.operations.reply import Request as KeyedRequest
from domain.resilience.rate_class import RateClass

PageNumber = Annotated[int, Parameter(ge=1, le=10_000)]
PageLimit = Annotated[int, Parameter(ge=1, le=100)]


class TemplatesController(Controller):
    path = "/api/templates"
    tags = ["designs"]
    opt = open_to(Access.PUBLIC, RateClass.BROWSE)

    @get(summary="List the templates", sync_to_thread=False)
    def all(self, templates: Provided[Templates]) -> TemplateList:
        """Where the picture lies, and what may be written beside it."""
        return TemplateList(items=[TemplateAnswer.of(each) for each in templates.all])


class DesignsController(Controller):
    path = "/api/designs"
    tags = ["designs"]
    opt = open_to(Access.BUYER, RateClass.BROWSE)

    @post(summary="Begin a design", opt=open_to(Access.BUYER, RateClass.CHANGE))
    async def make(
        self,
        data: JSONBody[NewDesignBody],
        owner: Provided[Owner],
        retry: Provided[KeyedRequest | None],
        make_design: Provided[MakeDesign],
        copy_design: Provided[CopyDesign],
    ) -> Response[DesignAnswer]:
        """A draft of revision 1: of a picture in a template and a frame, or a copy of another."""
        if data.copy_of is not None:
            return _answer(await copy_design(owner, data.copy_of, data.wish(), retry), status=201)
        return _answer(await make_design(owner, data.wish(), retry), status=201)

    @get(summary="List the caller's designs")
    async def all(
        self,
        owner: Provided[Owner],
        list_designs: Provided[ListDesigns],
        page: PageNumber = 1,
        limit: PageLimit = 20,
    ) -> DesignList:
        """Newest first."""
        found = await list_designs(owner, page=page, limit=limit)
        return DesignList(
            items=[DesignAnswer.of(each) for each in found.items],
            pagination=Pagination(page=page, limit=limit, has_more=found.has_more),
        )

    @get("/{design_id:uuid}", summary="Show a design")
    async def one(
        self,
        owner: Provided[Owner],
        design_id: FromPath[UUID],
        show_design: Provided[ShowDesign],
    ) -> Response[DesignAnswer]:
        return _answer(await show_design(owner, design_id))

    @patch(
        "/{design_id:uuid}",
        summary="Change a draft",
        opt=open_to(Access.BUYER, RateClass.CHANGE),
    )
    async def change(
        self,
        data: JSONBody[LookBody],
        owner: Provided[Owner],
        design_id: FromPath[UUID],
        change_design: Provided[ChangeDesign],
        if_match: IfMatch = None,
    ) -> Response[DesignAnswer]:
        """A new revision, if it looks different at all."""
        revision = seen(if_match)
        return _answer(await change_design(owner, design_id, data.wish(), if_revision=revision))

    @delete(
        "/{design_id:uuid}",
        summary="Throw a draft away",
        opt=open_to(Access.BUYER, RateClass.CHANGE),
    )
    async def remove(
        self,
        owner: Provided[Owner],
        design_id: FromPath[UUID],
        remove_design: Provided[RemoveDesign],
    ) -> None:
        await remove_design(owner, design_id)

    @post(
        "/{design_id:uuid}/finalize",
        summary="Freeze a design and have its print file made",
        status_code=202,
        opt=open_to(Access.BUYER, RateClass.CHANGE),
    )
    async def finalize(
        self,
        owner: Provided[Owner],
        design_id: FromPath[UUID],
        finalize_design: Provided[FinalizeDesign],
        if_match: IfMatch = None,
    ) -> QueuedAnswer:
        """Asked again, it answers with the same job. From here on the design never changes."""
        render = await finalize_design(owner, design_id, if_revision=seen(if_match))
        return QueuedAnswer.of(render)


def _answer(shown: ShownDesign, *, status: Literal[200, 201] = 200) -> Response[DesignAnswer]:
    return Response(
        DesignAnswer.of(shown),
        status_code=status,
        headers={"ETag": etag(shown.design.revision)},
    )
