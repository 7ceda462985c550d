"""Reads buyers' pictures with libvips and libheif, in processes of its own."""

import asyncio
import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from adapters.outbound.imaging.read_picture import READ_PICTURE, PictureRead, ReadPicture
from adapters.outbound.imaging.task import Imaging
from adapters.outbound.imaging.thumbnail_path import thumbnail_path
from application.media.ports import NormalisedPicture, Thumbnail
from domain.media.formats import HEAD_BYTES, recognise
from domain.media.limits import PictureLimits


class VipsPictureReader:
    """What is no picture by its first bytes is refused here; all else is looked at over there."""

    def __init__(
        self,
        imaging: Imaging,
        limits: PictureLimits,
        *,
        thumbnail_widths_px: Sequence[int],
        deadline_s: float,
    ) -> None:
        self._imaging = imaging
        self._limits = limits
        self._thumbnail_widths_px = tuple(thumbnail_widths_px)
        self._deadline_s = deadline_s

    async def normalise(self, original: IO[bytes], declared: str | None) -> NormalisedPicture:
        async with self._imaging.workspace.folder() as folder:
            asked = await asyncio.to_thread(self._lay_out, original, declared, folder)
            read = await self._imaging.run(READ_PICTURE, asked, deadline_s=self._deadline_s)
            return await asyncio.to_thread(_collect, read, asked.picture)

    def _lay_out(self, original: IO[bytes], declared: str | None, folder: Path) -> ReadPicture:
        # Not where it stands: whoever lost a deadlock reads the same file once more.
        original.seek(0)
        read_as = recognise(original.read(HEAD_BYTES), declared)
        original.seek(0)
        copy = folder / "original"
        with copy.open("wb") as file:
            shutil.copyfileobj(original, file, 1024 * 1024)
        return ReadPicture(
            original=str(copy),
            picture=str(folder / "picture"),
            read_as=read_as,
            limits=self._limits,
            thumbnail_widths_px=self._thumbnail_widths_px,
        )


def _collect(read: PictureRead, picture: str) -> NormalisedPicture:
    # The digests are taken of what is handed on, not of what a process says it wrote.
    data = Path(picture).read_bytes()
    return NormalisedPicture(
        media_type=read.media_type,
        width_px=read.width_px,
        height_px=read.height_px,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
        thumbnails=tuple(
            Thumbnail(width_px=width, data=Path(thumbnail_path(picture, width)).read_bytes())
            for width in read.thumbnail_widths_px
        ),
    )
