"""A preview is drawn when it is its owner's turn, and what is being drawn waits for none."""

import asyncio
from collections import deque
from pathlib import Path
from typing import cast
from uuid import uuid4

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.previews import MemoryPreviews
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.designs.draw_in_turn import DrawInTurn, WantedPreview
from application.designs.draw_preview import DrawPreview
from application.designs.ports import PreviewImage, PrintFile, Progress
from application.designs.rendered_once import RenderedOnce
from application.media.ports import PictureDecodingBusy
from application.shared.one_turn_each import OneTurnEach
from domain.designs.drawing import draw
from domain.designs.look import FrameLook
from domain.designs.plan import PrintPlan
from domain.designs.wish import LookWish
from domain.identity.owner import Owner
from tests.contract.render_bench import OFFERED
from tests.contract.sample_goods import a_picture

ANN, BEN = Owner(uuid4()), Owner(uuid4())
PICTURE = a_picture(ANN.id)
WISH = LookWish(
    template_id="full-bleed",
    picture_id=PICTURE.id,
    frame_size="8x10",
    frame_style="classic",
    frame_material="black",
)
DRAWING = draw(OFFERED.settle(WISH, PICTURE, None), PICTURE, OFFERED)


class Easel:
    """A renderer that is done when it is told so; `waits_s` is what each preview may wait."""

    def __init__(self) -> None:
        self.under_way: deque[asyncio.Future[None]] = deque()
        self.waits_s: list[float | None] = []
        self.begun = asyncio.Event()

    async def preview(
        self,
        picture: Path,
        plan: PrintPlan,
        look: FrameLook,
        *,
        long_side_px: int,
        wait_s: float | None = None,
    ) -> PreviewImage:
        self.waits_s.append(wait_s)
        self.under_way.append(asyncio.get_running_loop().create_future())
        self.begun.set()
        await self.under_way[-1]
        return PreviewImage(media_type="image/jpeg", width_px=1, height_px=1, data=b"drawn")

    async def print_file(
        self, picture: Path, plan: PrintPlan, to: Path, on_progress: Progress
    ) -> PrintFile:
        raise NotImplementedError

    async def is_drawing(self, many: int) -> None:
        while len(self.under_way) < many:
            self.begun.clear()
            await self.begun.wait()


class Studio:
    def __init__(self, wait_s: float = 30.0) -> None:
        self.easel, self.previews = Easel(), MemoryPreviews()
        self.assets = MemoryAssets(HmacAssetSignatures("a secret", "http://shop.example"))
        self.draw = DrawInTurn(
            previews=self.previews,
            draw_preview=DrawPreview(assets=self.assets, renderer=self.easel),
            once=RenderedOnce(),
            turns=OneTurnEach(PictureDecodingBusy, "imaging"),
            wait_s=wait_s,
        )

    async def asks(self, owner: Owner, fingerprint: str) -> asyncio.Task[PreviewImage]:
        """Returns when the question has gone as far as it comes without anybody's help."""
        wanted = WantedPreview(
            drawing=DRAWING, fingerprint=fingerprint, long_side_px=10, is_tried=False
        )
        asking = asyncio.create_task(self.draw(owner, wanted))
        for _ in range(5):
            await asyncio.sleep(0)
        return asking

    async def ends(self, *asked: asyncio.Task[PreviewImage]) -> None:
        self.easel.under_way.popleft().set_result(None)
        await asyncio.gather(*asked)


@pytest.fixture
async def studio() -> Studio:
    studio = Studio()
    await studio.assets.put(PICTURE.asset_key, b"a picture", "image/jpeg")
    return studio


async def test_what_is_drawn_already_waits_for_nobodys_turn(studio: Studio) -> None:
    easel, ours = studio.easel, await studio.asks(ANN, "ours")
    await easel.is_drawing(1)
    bens = await studio.asks(BEN, "his")
    await easel.is_drawing(2)
    joined = await studio.asks(BEN, "ours")
    await studio.ends(ours, joined)
    assert not bens.done()
    await studio.ends(bens)
    assert len(easel.waits_s) == 2


async def test_the_newest_of_a_slider_comes_first_and_none_is_drawn_twice(studio: Studio) -> None:
    first = await studio.asks(ANN, "first")
    await studio.easel.is_drawing(1)
    stale = await studio.asks(ANN, "again")
    newest, twin = await studio.asks(ANN, "newest"), await studio.asks(ANN, "again")
    await studio.ends(first)
    await studio.easel.is_drawing(1)
    await studio.ends(twin)
    assert not newest.done()
    await studio.easel.is_drawing(1)
    assert not stale.done()
    await studio.ends(newest, stale)
    assert len(studio.easel.waits_s) == 3


async def test_the_wait_for_the_turn_counts(studio: Studio) -> None:
    first, second = await studio.asks(ANN, "first"), await studio.asks(ANN, "second")
    await studio.easel.is_drawing(1)
    await studio.ends(first)
    await studio.easel.is_drawing(1)
    await studio.ends(second)
    at_once, waited = studio.easel.waits_s
    assert at_once == 30.0
    assert cast(float, waited) < 30.0


async def test_the_turn_lasts_as_long_as_the_drawing_of_one_who_left(studio: Studio) -> None:
    leaving = await studio.asks(ANN, "left")
    await studio.easel.is_drawing(1)
    leaving.cancel()
    patient = await studio.asks(ANN, "next")
    assert leaving.cancelled()
    assert len(studio.easel.waits_s) == 1
    studio.easel.under_way.popleft().set_result(None)
    await studio.easel.is_drawing(1)
    await studio.ends(patient)
    # What nobody waited for any more is kept all the same.
    assert await studio.previews.get("left") is not None


async def test_who_waits_too_long_for_ones_own_previews_is_told() -> None:
    studio = Studio(wait_s=0.05)
    await studio.assets.put(PICTURE.asset_key, b"a picture", "image/jpeg")
    first = await studio.asks(ANN, "first")
    with pytest.raises(PictureDecodingBusy):
        await (await studio.asks(ANN, "second"))
    await studio.easel.is_drawing(1)
    await studio.ends(first)
