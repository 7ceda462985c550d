"""Draws previews and print files with libvips, in imaging processes."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from adapters.outbound.imaging.rendering.measuring import measure
from adapters.outbound.imaging.rendering.requests import PreviewRequest, PrintRequest
from adapters.outbound.imaging.rendering.tasks import RENDER_PREVIEW, RENDER_PRINT
from adapters.outbound.imaging.task import Imaging
from application.designs.ports import PreviewImage, PrintFile, Progress
from domain.designs.look import FrameLook
from domain.designs.plan import PrintPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderRules:
    """Qualities are those of JPEG, of 100; a deadline is for each attempt."""

    preview_quality: int = 88
    preview_deadline_s: float = 10.0
    print_quality: int = 95
    print_deadline_s: float = 120.0


@dataclass(frozen=True, slots=True)
class VipsRenderer:
    imaging: Imaging
    rules: RenderRules

    async def preview(
        self,
        picture: Path,
        plan: PrintPlan,
        look: FrameLook,
        *,
        long_side_px: int,
        wait_s: float | None = None,
    ) -> PreviewImage:
        async with self.imaging.workspace.folder() as folder:
            drawn = folder / "preview.jpg"
            made = await self.imaging.run(
                RENDER_PREVIEW,
                PreviewRequest(
                    picture=_absolute(picture),
                    to=str(drawn),
                    plan=plan,
                    look=look,
                    long_side_px=long_side_px,
                    quality=self.rules.preview_quality,
                ),
                deadline_s=self.rules.preview_deadline_s,
                wait_s=wait_s,
            )
            data = await asyncio.to_thread(drawn.read_bytes)
        return PreviewImage(
            media_type="image/jpeg", width_px=made.width_px, height_px=made.height_px, data=data
        )

    async def print_file(
        self, picture: Path, plan: PrintPlan, to: Path, on_progress: Progress
    ) -> PrintFile:
        made = await self.imaging.run(
            RENDER_PRINT,
            PrintRequest(
                picture=_absolute(picture),
                to=_absolute(to),
                plan=plan,
                quality=self.rules.print_quality,
            ),
            deadline_s=self.rules.print_deadline_s,
            on_progress=on_progress,
        )
        # Of what is there, not of what a process that read a stranger's bytes says it wrote.
        measured = await asyncio.to_thread(measure, to)
        return PrintFile(
            width_px=made.width_px,
            height_px=made.height_px,
            bytes_count=measured.bytes_count,
            md5=measured.md5,
            sha256=measured.sha256,
        )


def _absolute(path: Path) -> str:
    """An imaging process works in a directory of its own."""
    return str(path.absolute())
