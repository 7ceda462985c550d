"""How far a render is, for whoever asks for it again and again."""

from uuid import UUID

from litestar import Controller, get, post
from litestar.params import FromPath

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.designs.answers import QueuedAnswer, RenderJobAnswer
from adapters.inbound.http.provided import Provided
from application.designs.retry_render import RetryRender
from application.designs.show_render import ShowRender
from domain.identity.caller import Caller
from domain.identity.owner import Owner
from domain.resilience.rate_class import RateClass


class RenderJobController(Controller):
    path = "/api/jobs"
    tags = ["designs"]
    opt = open_to(Access.BUYER, RateClass.BROWSE)

    @get("/{job_id:uuid}", summary="How far a render is")
    async def one(
        self,
        owner: Provided[Owner],
        job_id: FromPath[UUID],
        show_render: Provided[ShowRender],
    ) -> RenderJobAnswer:
        return RenderJobAnswer.of(await show_render(owner, job_id))


class StaffRenderController(Controller):
    path = "/api/admin/renders"
    tags = ["admin"]
    opt = open_to(Access.STAFF, RateClass.OPERATE)

    @post("/{render_id:uuid}/retry", summary="Ask again for a render that failed", status_code=202)
    async def retry(
        self,
        caller: Provided[Caller],
        render_id: FromPath[UUID],
        retry_render: Provided[RetryRender],
    ) -> QueuedAnswer:
        """With all its attempts before it; its attention item is closed."""
        return QueuedAnswer.of(await retry_render(render_id, caller.owner.id))
