"""How an attempt at a render ends: done, to be tried again, or given up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from application.designs.ports import BeginDesignWork, DesignWork, RenderNews
from application.operations.ports import LeaseLost
from application.shared.ports import Clock
from domain.designs.render import Render, RenderedFile, RenderKind
from domain.designs.status import DesignStatus, RenderStatus
from domain.media.erase_files_job import erase_files_jobs
from domain.operations.attention import Attention
from domain.operations.job import Lease
from domain.shared.erased import PICTURE_DELETED
from domain.shared.refusals import DomainError

RENDER_FAILED = "render_failed"
BROKEN = "render_broken"

# What another area does about a render that is over, in the same work: each sees its side of it.
Reaction = Callable[[Any, Render, datetime], Awaitable[None]]


def attention_key(render: Render) -> str:
    return f"render-failed:{render.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderEnd:
    """Whoever lost the render to another worker changes nothing of it any more."""

    begin: BeginDesignWork
    news: RenderNews
    clock: Clock
    reactions: tuple[Reaction, ...] = ()

    async def record(self, render: Render, made: RenderedFile, lease: Lease) -> bool:
        """Whether the file is now the render's. Raises LeaseLost."""
        at = self.clock.now()
        async with self.begin() as work:
            current = _mine(await work.renders.hold(render.id), render)
            if current is not None:
                completed = current.completed(made, at=at)
                await work.renders.save(completed)
                await self._follow(work, completed, DesignStatus.READY)
                if completed.kind is RenderKind.FINAL:
                    # It had failed, and somebody asked for it once more.
                    await work.attention.withdraw(attention_key(render), "worker", at)
                await work.jobs.add(erase_files_jobs(completed.keys_before))
                for react in self.reactions:
                    await react(work, completed, at)
            await work.jobs.finish(lease)
            await work.commit()
        await self.news.tell(render.id)
        return current is not None

    async def put_off(self, render: Render, outage: Exception) -> None:
        """For an outage, which costs none of the attempts."""
        async with self.begin() as work:
            current = _still(await work.renders.hold(render.id), render)
            if current is None:
                return
            await work.renders.save(current.put_off(_problem(outage)))
            await self._follow(work, current, DesignStatus.QUEUED)
            await work.commit()
        await self.news.tell(render.id)

    async def missed(self, render: Render, error: Exception, lease: Lease) -> bool:
        """Whether it is to be tried again."""
        async with self.begin() as work:
            current = _mine(await work.renders.hold(render.id), render)
            again = current is not None and current.may_try_again
            if current is None:
                await work.jobs.finish(lease)
            elif again:
                await work.renders.save(current.set_back(_problem(error)))
                await self._follow(work, current, DesignStatus.QUEUED)
            else:
                await self.give_up(work, current, _problem(error), lease)
            await work.commit()
        await self.news.tell(render.id)
        return again

    async def give_up(self, work: DesignWork, render: Render, problem: str, lease: Lease) -> None:
        """Staff see it, and whatever waits for it goes on waiting."""
        at = self.clock.now()
        failed = render.failed(problem, at=at)
        await work.renders.save(failed)
        await self._follow(work, failed, DesignStatus.FAILED)
        # What its owner has thrown away is nobody's trouble.
        if render.kind is RenderKind.FINAL and problem != PICTURE_DELETED:
            await work.attention.report(
                Attention(
                    reason=RENDER_FAILED,
                    dedupe_key=attention_key(render),
                    at=at,
                    details={
                        "renderId": str(render.id),
                        "designId": str(render.design_id),
                        "problem": problem,
                    },
                )
            )
        await work.jobs.add(erase_files_jobs(render.keys_so_far))
        for react in self.reactions:
            await react(work, failed, at)
        await work.jobs.finish(lease)

    async def _follow(self, work: DesignWork, render: Render, status: DesignStatus) -> None:
        if render.kind is RenderKind.FINAL:
            await work.designs.follow(render.id, status, self.clock.now())


def _still(current: Render | None, attempted: Render) -> Render | None:
    """The row, which may have another owner by now, while this attempt is under way.

    It may be another worker's as well, or gone with its owner.
    """
    if current is None or current.status is not RenderStatus.PROCESSING:
        return None
    return current if current.attempt == attempted.attempt else None


def _mine(current: Render | None, attempted: Render) -> Render | None:
    """As `_still`. Raises LeaseLost for what another has begun since, even one that has no lease:
    ending the job then would leave nobody who makes the file.
    """
    still = _still(current, attempted)
    if still is None and current is not None and not current.is_over:
        raise LeaseLost(f"render {attempted.id}: attempt {current.attempt} has begun")
    return still


def _problem(error: Exception) -> str:
    """A word for the buyer; what exactly broke is in the job, for staff."""
    if isinstance(error, DomainError):
        return error.code
    return str(getattr(error, "code", BROKEN))
