"""Tells how far a render is, no more often than anybody would notice."""

from dataclasses import dataclass

from application.designs.ports import BeginDesignWork, RenderNews
from application.shared.outcomes import Unavailable
from domain.designs.render import Render

STEP = 5


@dataclass(slots=True, kw_only=True)
class RenderProgress:
    """Of one attempt."""

    begin: BeginDesignWork
    news: RenderNews
    render: Render
    told: int = 0

    async def __call__(self, progress: int) -> None:
        if not self.told + STEP <= progress < 100:
            return
        self.told = progress
        try:
            async with self.begin(reading=True) as work:
                # One statement, whole by itself, and only while this attempt is under way.
                await work.renders.note_progress(self.render, progress)
        except Unavailable:
            # A render is not given up because nobody could be told how far it was.
            return
        await self.news.tell(self.render.id)
