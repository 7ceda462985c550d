"""Reads buyers' pictures with libvips, in threads of its own and never more than a few at once."""

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from application.media.ports import NormalisedPicture, PictureDecodingBusy
from domain.media.formats import HEAD_BYTES, recognise
from domain.media.limits import PictureLimits


class VipsPictureReader:
    """libvips is loaded when the first reader is made, not when this module is imported."""

    def __init__(
        self, limits: PictureLimits, *, decodes_at_once: int, decode_wait_s: float
    ) -> None:
        from adapters.outbound.imaging import normalising

        normalising.set_up_vips()
        self._vips = normalising
        self._limits = limits
        self._decode_wait_s = decode_wait_s
        self._free = asyncio.Semaphore(decodes_at_once)
        self._threads = ThreadPoolExecutor(decodes_at_once, thread_name_prefix="imaging")

    async def normalise(self, original: IO[bytes], declared: str | None) -> NormalisedPicture:
        await self._wait_for_a_thread()
        decoding = self._threads.submit(self._normalise, original, declared)
        loop = asyncio.get_running_loop()
        # A thread cannot be cancelled: its place is free when it is done, even if the buyer left.
        decoding.add_done_callback(lambda _: loop.call_soon_threadsafe(self._free.release))
        return await asyncio.wrap_future(decoding)

    async def _wait_for_a_thread(self) -> None:
        try:
            async with asyncio.timeout(self._decode_wait_s):
                await self._free.acquire()
        except TimeoutError:
            raise PictureDecodingBusy(
                "imaging",
                "Many pictures are being read at the moment.",
                retry_after_s=self._decode_wait_s,
            ) from None

    def _normalise(self, original: IO[bytes], declared: str | None) -> NormalisedPicture:
        read_as = recognise(original.read(HEAD_BYTES), declared)
        original.seek(0)
        media_type, image, data = self._vips.normalise(original.read(), read_as, self._limits)
        return NormalisedPicture(
            media_type=media_type,
            width_px=image.width,
            height_px=image.height,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
        )
