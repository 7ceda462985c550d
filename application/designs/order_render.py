"""Ask for a render in a work that is open already: the row, and the job that makes the file."""

from dataclasses import dataclass

from application.designs.ports import DesignWork
from application.shared.ports import Clock, NewId
from domain.designs.design import Design
from domain.designs.drawing import Drawing
from domain.designs.render import Render, RenderKind
from domain.designs.status import RenderStatus
from domain.operations.job import JobKind, NewJob


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRender:
    """An equal one of the same owner is not made twice; one that failed gets its attempts anew."""

    clock: Clock
    new_id: NewId
    attempts_max: int

    async def __call__(
        self,
        work: DesignWork,
        design: Design,
        drawing: Drawing,
        *,
        kind: RenderKind,
        fingerprint: str,
    ) -> Render:
        """Locked until the work ends."""
        wanted = Render(
            id=self.new_id(),
            owner_id=design.owner_id,
            kind=kind,
            fingerprint=fingerprint,
            design_id=design.id,
            revision=design.revision,
            picture_id=drawing.picture.id,
            parameters=drawing.parameters,
            status=RenderStatus.QUEUED,
            attempt=0,
            attempts_max=self.attempts_max,
            plan=drawing.plan if kind is RenderKind.FINAL else None,
            created_at=self.clock.now(),
        )
        render = await work.renders.add_or_get(wanted)
        if render.status is RenderStatus.FAILED:
            return await ask_again(work, render, self.attempts_max)
        if render.id == wanted.id:
            await work.jobs.add([render_job(render)])
        return render


async def ask_again(work: DesignWork, render: Render, attempts: int) -> Render:
    """Raises RenderNotFailed."""
    again = render.asked_again(attempts)
    await work.renders.save(again)
    await work.jobs.add([render_job(again)])
    return again


def render_job(render: Render) -> NewJob:
    """One for each time it is asked for."""
    return NewJob(
        kind=JobKind.RENDER_DESIGN,
        dedupe_key=f"render:{render.id}:{render.attempt}",
        payload={"render_id": str(render.id), "attempt": str(render.attempt)},
    )
