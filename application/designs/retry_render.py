"""Ask once more for a render that was given up, when what broke it is mended."""

from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID

from application.designs.order_render import ask_again
from application.designs.ports import DesignWork, RenderNews
from application.designs.render_end import attention_key
from application.shared.begin import Begin
from application.shared.ports import Clock
from domain.designs.refusals import RenderNotFound
from domain.designs.render import Render, RenderKind
from domain.designs.status import DesignStatus
from domain.media.refusals import PictureNotFound
from domain.reconciliation.attention_item import AttentionItem, Resolution
from domain.reconciliation.staff_action import StaffAction


class AttentionToClose(Protocol):
    async def find(self, dedupe_key: str) -> AttentionItem | None: ...

    async def lock(self, item_id: int) -> AttentionItem: ...

    async def close(self, item: AttentionItem) -> None: ...


class StaffActions(Protocol):
    async def add(self, action: StaffAction) -> None: ...


class StaffRenderWork(DesignWork, Protocol):
    @property
    def attention_list(self) -> AttentionToClose: ...

    @property
    def staff_actions(self) -> StaffActions: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryRender:
    """Its attention item is closed with it, and opens again should it fail once more.

    Raises RenderNotFound, RenderNotFailed or PictureNotFound.
    """

    begin: Begin[StaffRenderWork]
    clock: Clock
    news: RenderNews
    attempts: int

    async def __call__(self, render_id: UUID, by: UUID) -> Render:
        at = self.clock.now()
        async with self.begin() as work:
            render = await work.renders.hold(render_id)
            if render is None:
                raise RenderNotFound
            if not await work.pictures.find_many([render.picture_id]):
                raise PictureNotFound("Its owner deleted the picture.")
            again = await ask_again(work, render, self.attempts)
            if again.kind is RenderKind.FINAL:
                await work.designs.follow(render_id, DesignStatus.QUEUED, at)
            await work.staff_actions.add(
                StaffAction(
                    at=at,
                    actor_id=by,
                    action="retried_render",
                    subject=f"render:{render_id}",
                    order_id=None,
                    details={"problem": render.problem or ""},
                )
            )
            await self._close(work, render, by)
            await work.commit()
        await self.news.tell(render_id)
        return again

    async def _close(self, work: StaffRenderWork, render: Render, by: UUID) -> None:
        seen = await work.attention_list.find(attention_key(render))
        item = None if seen is None else await work.attention_list.lock(seen.id)
        if item is None or not item.is_open:
            return
        closed = replace(
            item,
            resolved_at=self.clock.now(),
            resolved_by=str(by),
            resolution=Resolution.REPAIRED,
        )
        await work.attention_list.close(closed)
