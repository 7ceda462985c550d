"""Make the file of a render: intend, act, record."""

from dataclasses import dataclass
from uuid import UUID

from application.designs.make_file import MakeFile
from application.designs.ports import BeginDesignWork, DesignWork, RenderNews
from application.designs.render_end import RenderEnd
from application.designs.render_progress import RenderProgress
from application.operations.ports import LeaseLost
from application.shared.outcomes import OutcomeUnknown, Unavailable
from application.shared.ports import Clock
from domain.designs.render import Render, RenderedFile, RenderKind, render_keys
from domain.designs.status import DesignStatus, RenderStatus
from domain.media.picture import Picture
from domain.operations.job import Lease
from domain.shared.erased import PICTURE_DELETED

KILLED = "render_killed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderDesign:
    """A job. The attempt is named before it is made, and the row is written last, so that no part
    of a file is ever served.

    `deaths_max` is how often a worker may die with it before it is given up, `attempts_max` how
    often an attempt may break.
    """

    begin: BeginDesignWork
    make_file: MakeFile
    end: RenderEnd
    news: RenderNews
    clock: Clock
    attempts_max: int
    deaths_max: int

    async def __call__(self, lease: Lease) -> None:
        intended = await self._intend(UUID(lease.payload["render_id"]), lease)
        if intended is None:
            return
        render, picture = intended
        try:
            progress = RenderProgress(begin=self.begin, news=self.news, render=render)
            made = await self.make_file(render, picture, progress)
        except (Unavailable, OutcomeUnknown) as outage:
            await self.end.put_off(render, outage)
            raise
        except OSError as error:
            # No room, no file descriptor: the machine's, and no picture's.
            trouble = Unavailable("machine", error.strerror or type(error).__name__)
            await self.end.put_off(render, trouble)
            raise trouble from error
        except Exception as error:
            # To be tried again it is raised; the last time it is told, and the job is done.
            if await self.end.missed(render, error, lease):
                raise
            return
        await self._record(render, made, lease)

    async def _intend(self, render_id: UUID, lease: Lease) -> tuple[Render, Picture] | None:
        """None when there is nothing to do any more: it is over, or its owner was erased, or has
        deleted the picture.
        """
        async with self.begin() as work:
            render = await work.renders.hold(render_id)
            begun = None
            picture = None
            left: tuple[str, ...] | None = None
            if render is None or render.is_over:
                left = _left_behind(render_id, render, lease)
            elif (picture := await _picture_of(work, render)) is None:
                await self.end.give_up(work, render, PICTURE_DELETED, lease)
            elif render.status is RenderStatus.PROCESSING and self._is_deadly(render, lease):
                # Attempt after attempt ended without a word, and so did the worker that made it.
                await self.end.give_up(work, render, KILLED, lease)
            else:
                begun = render.begun()
                await work.renders.save(begun)
                if begun.kind is RenderKind.FINAL:
                    at = self.clock.now()
                    await work.designs.follow(render_id, DesignStatus.RENDERING, at)
            await work.commit()
        if left is not None:
            await self._clear_away(left, lease)
        await self.news.tell(render_id)
        return None if begun is None or picture is None else (begun, picture)

    def _is_deadly(self, render: Render, lease: Lease) -> bool:
        """Outages do not count, nor do claims of workers that never began it, nor attempts that
        broke: of those each has taken one of `attempts_max`, as this one may.
        """
        begun = render.attempt - int(lease.payload["attempt"])
        broken = max(0, self.attempts_max - 1 - (render.attempts_max - render.attempt))
        return min(begun, lease.attempt - 1) - broken >= self.deaths_max

    async def _clear_away(self, left: tuple[str, ...], lease: Lease) -> None:
        for key in left:
            await self.make_file.assets.delete(key)
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()

    async def _record(self, render: Render, made: RenderedFile, lease: Lease) -> None:
        try:
            is_recorded = await self.end.record(render, made, lease)
        except (Unavailable, OutcomeUnknown) as outage:
            # Changes nothing if it was recorded after all.
            await self.end.put_off(render, outage)
            raise
        except LeaseLost:
            # Another worker makes it under another name; this file is nobody's.
            await self.make_file.assets.delete(made.asset_key)
            raise
        if not is_recorded:
            await self.make_file.assets.delete(made.asset_key)


def _left_behind(render_id: UUID, render: Render | None, lease: Lease) -> tuple[str, ...]:
    """What a worker stored that died before it heard that nobody wants it any more."""
    if render is None:
        begun = int(lease.payload["attempt"]) + lease.attempt + lease.outages
        return render_keys(render_id, begun)
    named = None if render.file is None else render.file.asset_key
    return tuple(key for key in render.keys_so_far if key != named)


async def _picture_of(work: DesignWork, render: Render) -> Picture | None:
    # Not held: whoever deletes a picture forgets its renders afterwards, and would wait for us.
    return next(iter(await work.pictures.find_many([render.picture_id])), None)
