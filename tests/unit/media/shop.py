"""A shop that takes pictures, whole but in memory, for the tests of this folder."""

import hashlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pyvips

from adapters.outbound.imaging.vips_picture_reader import VipsPictureReader
from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.imaging import MemoryImaging
from adapters.outbound.memory.picture_fetcher import MemoryPictureFetcher
from adapters.outbound.memory.pictures import MemoryPictures
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.list_pictures import ListPictures
from application.media.open_asset import OpenAsset
from application.media.picture_links import PictureLinks
from application.media.ports import MediaWork, PictureDecodingBusy, PictureFetchingBusy
from application.media.show_picture import ShowPicture
from application.media.upload_by_url import UploadByUrl
from application.media.upload_picture import Upload, UploadPicture
from application.operations.ports import Answer
from application.shared.one_turn_each import OneTurnEach
from domain.media.limits import PictureLimits
from domain.operations.reply import KeyReused, Request

LIMITS = PictureLimits(bytes_max=200_000, pixels_max=1_000_000, side_px_max=2_000)


@dataclass
class HandClock:
    """Stands still until a test moves it."""

    at: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


class KeptReplies:
    """Answers by key, as far as one request at a time needs them."""

    def __init__(self, store: MemoryStore) -> None:
        self._rows = store.table("kept_replies")

    async def recall(self, request: Request, kind: type[Answer]) -> Answer | None:
        kept = self._rows.get((request.owner_id, request.key))
        if kept is None:
            return None
        fingerprint, answer = kept
        if fingerprint != request.fingerprint:
            raise KeyReused
        assert isinstance(answer, kind)
        return answer

    async def find(self, request: Request, kind: type[Answer]) -> Answer | None:
        return await self.recall(request, kind)

    async def keep(self, request: Request, answer: object) -> None:
        self._rows.put((request.owner_id, request.key), (request.fingerprint, answer))


class Desk:
    """One unit of work."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.pictures = MemoryPictures(store)
        self.replies = KeptReplies(store)

    async def commit(self) -> None:
        self._store.undo.clear()


@dataclass
class Shop:
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: HandClock = field(default_factory=HandClock)
    signatures: HmacAssetSignatures = field(
        default_factory=lambda: HmacAssetSignatures("a secret for tests", "http://shop.example")
    )

    def __post_init__(self) -> None:
        self.assets = MemoryAssets(self.signatures)
        self.links = PictureLinks(assets=self.assets, clock=self.clock, lifetime=timedelta(hours=1))
        self.upload_picture = UploadPicture(
            begin=self.begin,
            assets=self.assets,
            reader=VipsPictureReader(
                MemoryImaging(), LIMITS, thumbnail_widths_px=(20, 10), deadline_s=20.0
            ),
            links=self.links,
            limits=LIMITS,
            clock=self.clock,
            new_id=uuid4,
            turns=OneTurnEach(PictureDecodingBusy, "imaging"),
            turn_wait_s=20.0,
        )
        self.upload_by_url = UploadByUrl(
            begin=self.begin,
            fetcher=MemoryPictureFetcher(
                LIMITS, {"https://pictures.example/a/My%20dog.jpg": photograph()}
            ),
            upload_picture=self.upload_picture,
            links=self.links,
            turns=OneTurnEach(PictureFetchingBusy, "pictures"),
            turn_wait_s=10.0,
        )
        self.list_pictures = ListPictures(begin=self.begin, links=self.links)
        self.show_picture = ShowPicture(begin=self.begin, links=self.links)
        self.open_asset = OpenAsset(
            assets=self.assets, signatures=self.signatures, clock=self.clock
        )

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[MediaWork]:
        async with self.store.lock:
            try:
                yield Desk(self.store)
            finally:
                self.store.roll_back()


def photograph(width: int = 40, height: int = 30, shade: int = 90) -> bytes:
    image = (pyvips.Image.black(width, height, bands=3) + shade).cast("uchar")
    data: bytes = image.copy(interpretation="srgb").jpegsave_buffer()
    return data


def upload_of(data: bytes, *, key: str | None = None, owner_id: UUID | None = None) -> Upload:
    digest = hashlib.sha256(data).hexdigest()
    request = key and owner_id and Request(owner_id=owner_id, key=key, fingerprint=digest)
    return Upload(
        file=io.BytesIO(data),
        sha256=digest,
        bytes_count=len(data),
        name="dog.jpg",
        request=request or None,
    )
