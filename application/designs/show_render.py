"""Show how far one of the owner's renders is, and the file once it is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.designs.ports import BeginDesignWork
from application.media.ports import Assets
from application.shared.ports import Clock
from domain.designs.render import Render
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRender:
    """`url` works for anyone until `url_expires_at`; both are there when the file is."""

    render: Render
    url: str | None = None
    url_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderLinks:
    assets: Assets
    clock: Clock
    lifetime: timedelta

    def show(self, render: Render) -> ShownRender:
        if render.file is None:
            return ShownRender(render=render)
        expires_at = (self.clock.now() + self.lifetime).replace(microsecond=0)
        url = self.assets.public_url(render.file.asset_key, expires_at)
        return ShownRender(render=render, url=url, url_expires_at=expires_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRender:
    """Raises RenderNotFound, also for somebody else's."""

    begin: BeginDesignWork
    links: RenderLinks

    async def __call__(self, owner: Owner, render_id: UUID) -> ShownRender:
        async with self.begin(reading=True) as work:
            render = await work.renders.get(owner.id, render_id)
        return self.links.show(render)
