"""Draw a preview that no cache has: once however many ask, and one at a time for each owner."""

from dataclasses import dataclass, replace

from application.designs.draw_preview import DrawPreview
from application.designs.ports import PreviewImage, Previews
from application.designs.rendered_once import RenderedOnce
from application.shared.one_turn_each import OneTurnEach, Turn
from domain.designs.drawing import Drawing
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPreview:
    """`is_tried`: of a look that is only tried out, and not that of the design."""

    drawing: Drawing
    fingerprint: str
    long_side_px: int
    is_tried: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawInTurn:
    """Whoever asks for what is being drawn waits for nobody's turn.

    Of one owner's previews the newest comes first: those before it are where a slider was.
    `wait_s` is for the turn and for a free process together. Raises what DrawPreview raises.
    """

    previews: Previews
    draw_preview: DrawPreview
    once: RenderedOnce[PreviewImage]
    turns: OneTurnEach
    wait_s: float

    async def __call__(self, owner: Owner, wanted: WantedPreview) -> PreviewImage:
        key = wanted.fingerprint
        if not self.once.is_under_way(key):
            turn = await self.turns.take(owner.id, self.wait_s, is_urgent=True)
            if not self.once.is_under_way(key):
                # The turn goes with the drawing, which goes on when its caller leaves.
                return await self.once(key, lambda: self._drawn(turn, wanted))
            # Another owner has begun it meanwhile.
            turn.end()
        return await self.once.join(key)

    async def _drawn(self, turn: Turn, wanted: WantedPreview) -> PreviewImage:
        with turn:
            if turn.was_awaited:
                # A slider that goes to and fro asks for the same again while it waits.
                found = await self.previews.get(wanted.fingerprint)
                if found is not None:
                    return found
            draw = replace(self.draw_preview, wait_s=turn.left_s)
            image = await draw(wanted.drawing, wanted.long_side_px)
        await self.previews.put(wanted.fingerprint, image, is_tried=wanted.is_tried)
        return image
