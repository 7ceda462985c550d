"""Previews in memory, kept as long as the process lives."""

from application.designs.ports import PreviewImage


class MemoryPreviews:
    """`is_down` as if the cache did not answer."""

    def __init__(self) -> None:
        self.is_down = False
        self._kept: dict[str, PreviewImage] = {}

    async def get(self, fingerprint: str) -> PreviewImage | None:
        return None if self.is_down else self._kept.get(fingerprint)

    async def put(self, fingerprint: str, image: PreviewImage, *, is_tried: bool = False) -> None:
        if not self.is_down:
            self._kept[fingerprint] = image
