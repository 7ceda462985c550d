"""Tell of a render from now until it is over, whoever makes it and wherever."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from application.designs.ports import RenderNews
from application.designs.show_render import ShownRender, ShowRender
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowRender:
    """News only say when to look: what is told is always what the row says.

    So whoever comes late or comes back gets the present state, and when news fail to come the
    row is looked at every `look_every_s`.
    """

    show: ShowRender
    news: RenderNews
    look_every_s: float

    async def __call__(self, owner: Owner, render_id: UUID) -> AsyncIterator[ShownRender]:
        """What each look finds, the same or not, until it is over.

        Raises RenderNotFound, or Unavailable.
        """
        # Listening begins before the row is read, so that no change falls in between.
        async with self.news.listen(render_id) as listening:
            found = await self.show(owner, render_id)
            yield found
            while not found.render.is_over:
                await listening.heard(self.look_every_s)
                found = await self.show(owner, render_id)
                yield found
