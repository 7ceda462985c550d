"""Designs: making them, showing how they look, and the files that are printed."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from adapters.inbound.http.designs.open_sockets import OpenSockets
from adapters.inbound.http.designs.updates import JobUpdates
from adapters.outbound.imaging.task import Imaging
from adapters.outbound.system.clock import new_id
from application.designs.change_design import ChangeDesign
from application.designs.copy_design import CopyDesign
from application.designs.draw_in_turn import DrawInTurn
from application.designs.draw_preview import DrawPreview
from application.designs.finalize_design import FinalizeDesign
from application.designs.follow_render import FollowRender
from application.designs.list_designs import ListDesigns
from application.designs.make_design import MakeDesign
from application.designs.make_file import MakeFile
from application.designs.order_render import OrderRender
from application.designs.preview_design import PreviewDesign
from application.designs.queue_preview import QueuePreview
from application.designs.remove_design import RemoveDesign
from application.designs.render_design import RenderDesign
from application.designs.render_end import Reaction, RenderEnd
from application.designs.rendered_once import RenderedOnce
from application.designs.retry_render import RetryRender
from application.designs.show_design import ShowDesign
from application.designs.show_render import RenderLinks, ShowRender
from application.identity.is_login_alive import IsLoginAlive
from application.operations.run_job import Handler
from composition.ground import seconds
from composition.wiring import Provided, Wiring, once
from domain.designs.limits import DesignLimits
from domain.designs.wish import Offered
from domain.operations.job import JobKind

# To be raised when the same plan would be drawn differently: previews kept are not shown then.
RENDERER_VERSION = "1"


def offered(wiring: Wiring) -> Offered:
    return Offered(templates=wiring.outside.templates(), catalogue=wiring.outside.catalogue())


def order_render(wiring: Wiring) -> OrderRender:
    return OrderRender(
        clock=wiring.outside.clock(), new_id=new_id, attempts_max=render_attempts_max(wiring)
    )


def render_attempts_max(wiring: Wiring) -> int:
    """The job must outlive its attempts, or nobody would be left to say that they are over."""
    settings = wiring.settings
    return max(1, min(settings.render_attempts_max, settings.job_attempts_max - 1))


def render_deaths_max(wiring: Wiring) -> int:
    """And those together with the deaths of its workers."""
    settings = wiring.settings
    left = settings.job_attempts_max - render_attempts_max(wiring)
    return max(1, min(settings.render_deaths_max, left))


def design_use_cases(wiring: Wiring) -> Provided:
    """What designs offer to routes, by the names that routes use."""
    outside, settings = wiring.outside, wiring.settings
    begin, clock, choice = outside.begin(), outside.clock(), offered(wiring)
    limits = DesignLimits(
        designs_max=settings.designs_max, revisions_max=settings.design_revisions_max
    )
    make = MakeDesign(begin=begin, offered=choice, limits=limits, clock=clock, new_id=new_id)
    copy = CopyDesign(begin=begin, offered=choice, limits=limits, clock=clock, new_id=new_id)
    change = ChangeDesign(begin=begin, offered=choice, limits=limits, clock=clock)
    finalize = FinalizeDesign(
        begin=begin, offered=choice, order_render=order_render(wiring), clock=clock
    )
    return {
        "templates": once(choice.templates),
        "make_design": wiring.rerun(make),
        "copy_design": wiring.rerun(copy),
        "change_design": wiring.rerun(change),
        "remove_design": wiring.rerun(RemoveDesign(begin=begin)),
        "finalize_design": wiring.rerun(finalize),
        "show_design": once(ShowDesign(begin=begin, offered=choice)),
        "list_designs": once(ListDesigns(begin=begin, offered=choice)),
        **_previews(wiring, choice),
        "show_render": once(_show_render(wiring)),
        "retry_render": wiring.rerun(
            RetryRender(
                begin=begin,
                clock=clock,
                news=outside.render_news(),
                attempts=render_attempts_max(wiring),
            )
        ),
    }


def _previews(wiring: Wiring, choice: Offered) -> Provided:
    outside, settings = wiring.outside, wiring.settings
    queue_preview = QueuePreview(
        begin=outside.begin(),
        offered=choice,
        order_render=order_render(wiring),
        renderer_version=RENDERER_VERSION,
        long_side_px=settings.preview_large_long_side_px,
        kept_max=settings.preview_large_max,
    )
    preview_design = PreviewDesign(
        begin=outside.begin(),
        offered=choice,
        previews=outside.previews(),
        draw=DrawInTurn(
            previews=outside.previews(),
            draw_preview=_draw_preview(wiring),
            once=RenderedOnce(),
            turns=outside.imaging_turns(),
            wait_s=settings.preview_wait_s,
        ),
        renderer_version=RENDERER_VERSION,
        long_side_px=settings.preview_long_side_px,
    )
    return {
        "preview_design": once(preview_design),
        "queue_preview": wiring.rerun(queue_preview),
    }


def job_updates(wiring: Wiring) -> JobUpdates:
    outside, settings = wiring.outside, wiring.settings
    return JobUpdates(
        follow=FollowRender(
            show=_show_render(wiring),
            news=outside.render_news(),
            look_every_s=settings.updates_look_every_s,
        ),
        sockets=OpenSockets(
            per_owner_max=settings.updates_per_owner_max,
            at_once_max=settings.updates_at_once_max,
        ),
        is_alive=IsLoginAlive(begin=outside.begin()),
        lifetime_s=min(settings.updates_lifetime_s, settings.access_token_lifetime_s),
    )


def design_handlers(wiring: Wiring, *reactions: Reaction) -> dict[str, Handler]:
    """The job that makes files; `reactions` are what other areas do once a render is over."""
    outside, settings = wiring.outside, wiring.settings
    begin, clock, news = outside.begin(), outside.clock(), outside.render_news()
    make_file = MakeFile(
        assets=outside.assets(),
        renderer=outside.renderer(),
        offered=offered(wiring),
        draw_preview=_draw_preview(wiring),
        scratch=scratch_in(outside.imaging()),
        preview_long_side_px=settings.preview_large_long_side_px,
    )
    end = RenderEnd(begin=begin, news=news, clock=clock, reactions=reactions)
    return {
        JobKind.RENDER_DESIGN: RenderDesign(
            begin=begin,
            make_file=make_file,
            end=end,
            news=news,
            clock=clock,
            attempts_max=render_attempts_max(wiring),
            deaths_max=render_deaths_max(wiring),
        )
    }


def _draw_preview(wiring: Wiring) -> DrawPreview:
    return DrawPreview(assets=wiring.outside.assets(), renderer=wiring.outside.renderer())


def _show_render(wiring: Wiring) -> ShowRender:
    outside = wiring.outside
    links = RenderLinks(
        assets=outside.assets(),
        clock=outside.clock(),
        lifetime=seconds(wiring.settings.asset_url_lifetime_s),
    )
    return ShowRender(begin=outside.begin(), links=links)


def scratch_in(imaging: Imaging) -> Callable[[], AbstractAsyncContextManager[Path]]:
    """Where imaging processes may write, and where what a dead one left is cleared away."""

    @asynccontextmanager
    async def scratch() -> AsyncIterator[Path]:
        async with imaging.workspace.folder() as folder:
            yield folder / "print.jpg"

    return scratch
