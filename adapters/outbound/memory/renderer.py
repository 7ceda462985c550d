"""Draws nothing, but always the same bytes for the same plan, and fails when told to."""

import asyncio
import hashlib
from collections import deque
from pathlib import Path

from application.designs.ports import PreviewImage, PrintFile, Progress
from domain.designs.look import FrameLook
from domain.designs.plan import PrintPlan


class MemoryRenderer:
    """`troubles` are raised one after the other, before anything is drawn; `drawn` counts."""

    def __init__(self) -> None:
        self.troubles: deque[BaseException] = deque()
        self.drawn = 0

    async def preview(
        self,
        picture: Path,
        plan: PrintPlan,
        look: FrameLook,
        *,
        long_side_px: int,
        wait_s: float | None = None,
    ) -> PreviewImage:
        self._begin()
        data = _bytes(picture, plan, look)
        return PreviewImage(
            media_type="image/jpeg", width_px=long_side_px, height_px=long_side_px, data=data
        )

    async def print_file(
        self, picture: Path, plan: PrintPlan, to: Path, on_progress: Progress
    ) -> PrintFile:
        self._begin()
        data = _bytes(picture, plan)
        for progress in (25, 50, 75, 100):
            await on_progress(progress)
        await asyncio.to_thread(to.write_bytes, data)
        return PrintFile(
            width_px=plan.width_px,
            height_px=plan.height_px,
            bytes_count=len(data),
            md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
            sha256=hashlib.sha256(data).hexdigest(),
        )

    def _begin(self) -> None:
        if self.troubles:
            raise self.troubles.popleft()
        self.drawn += 1


def _bytes(picture: Path, *drawn: object) -> bytes:
    return picture.read_bytes() + repr(drawn).encode()
