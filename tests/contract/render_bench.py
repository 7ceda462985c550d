"""A shop that renders designs, on any persistence, with a renderer that fails when told to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from adapters.outbound.imaging.templates_file import read_templates
from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.render_news import MemoryRenderNews
from adapters.outbound.memory.renderer import MemoryRenderer
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.designs.draw_preview import DrawPreview
from application.designs.finalize_design import FinalizeDesign
from application.designs.make_file import MakeFile
from application.designs.order_render import OrderRender
from application.designs.render_design import RenderDesign
from application.designs.render_end import RenderEnd
from application.designs.retry_render import RetryRender
from domain.designs.design import Design
from domain.designs.render import Render
from domain.designs.status import DesignStatus
from domain.designs.wish import LookWish, Offered
from domain.identity.owner import Owner
from domain.operations.job import Lease
from tests.contract.persistence import Persistence, until
from tests.contract.sample_goods import CATALOGUE, NOON, a_picture

ATTEMPTS = 3
DEATHS = 4
NO_DELAY = timedelta()
OFFERED = Offered(templates=read_templates(), catalogue=CATALOGUE)


@asynccontextmanager
async def scratch() -> AsyncIterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(folder) / "print.jpg"


@dataclass
class RenderBench:
    persistence: Persistence
    owner: Owner = field(default_factory=lambda: Owner(uuid4()))
    renderer: MemoryRenderer = field(default_factory=MemoryRenderer)
    news: MemoryRenderNews = field(default_factory=MemoryRenderNews)
    clock: MemoryClock = field(default_factory=MemoryClock)
    assets: MemoryAssets = field(
        default_factory=lambda: MemoryAssets(HmacAssetSignatures("secret", "https://shop.example"))
    )

    @property
    def finalize(self) -> FinalizeDesign:
        return FinalizeDesign(
            begin=self.persistence.begin,
            offered=OFFERED,
            order_render=OrderRender(clock=self.clock, new_id=uuid4, attempts_max=ATTEMPTS),
            clock=self.clock,
        )

    @property
    def render_design(self) -> RenderDesign:
        begin = self.persistence.begin
        make_file = MakeFile(
            assets=self.assets,
            renderer=self.renderer,
            offered=OFFERED,
            draw_preview=DrawPreview(assets=self.assets, renderer=self.renderer),
            scratch=scratch,
            preview_long_side_px=2400,
        )
        return RenderDesign(
            begin=begin,
            make_file=make_file,
            end=RenderEnd(begin=begin, news=self.news, clock=self.clock),
            news=self.news,
            clock=self.clock,
            attempts_max=ATTEMPTS,
            deaths_max=DEATHS,
        )

    @property
    def retry(self) -> RetryRender:
        return RetryRender(
            begin=self.persistence.begin, clock=self.clock, news=self.news, attempts=ATTEMPTS
        )

    async def draft(self) -> Design:
        picture = replace(a_picture(self.owner.id), asset_key=f"pictures/{uuid4()}.jpg")
        await self.assets.put(picture.asset_key, b"a picture", picture.media_type)
        wish = LookWish(
            template_id="full-bleed",
            picture_id=picture.id,
            frame_size="8x10",
            frame_style="classic",
            frame_material="black",
        )
        design = Design(
            id=uuid4(),
            owner_id=self.owner.id,
            status=DesignStatus.DRAFT,
            revision=1,
            parameters=OFFERED.settle(wish, picture, None),
            created_at=NOON,
            updated_at=NOON,
        )
        async with self.persistence.begin() as work:
            await work.pictures.add(picture)
            await work.designs.add(design)
            await work.commit()
        return design

    async def final(self) -> tuple[Design, Render]:
        design = await self.draft()
        return design, await self.finalize(self.owner, design.id)

    async def lease(self, render: Render, job: int = 0) -> Lease:
        """Once the job is due, as far as its last lease and delay let it."""
        job_id = await self.persistence.job_id(f"render:{render.id}:{job}")
        return await until(self.persistence, lambda: self.persistence.queue.claim(job_id))

    async def attempt(self, render: Render, job: int = 0) -> None:
        """As a worker does, with no delay between attempts."""
        lease = await self.lease(render, job)
        try:
            await self.render_design(lease)
        except Exception:
            await self.persistence.queue.retry(lease, NO_DELAY, "again", outage=True)
            raise

    async def seen(self, design: Design) -> tuple[DesignStatus, Render]:
        async with self.persistence.begin(reading=True) as work:
            found = await work.designs.get(self.owner.id, design.id)
            assert found.render_id is not None
            render = await work.renders.get(self.owner.id, found.render_id)
        return found.status, render

    def drawn(self, render_id: UUID) -> list[str]:
        stored = self.assets.keys()
        return [key for key in stored if str(render_id) in key]
