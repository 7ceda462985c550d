"""What media needs: somewhere to keep bytes, someone who reads pictures, and the list of them."""

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, ClassVar, Protocol
from uuid import UUID

from application.operations.ports import Replies
from application.shared.outcomes import Unavailable
from application.shared.work import Work
from domain.media.formats import PictureFormat
from domain.media.gallery_cursor import GalleryCursor
from domain.media.picture import Picture
from domain.media.picture_url import PictureUrl


class PictureDecodingBusy(Unavailable):
    """All decoders had work for longer than a buyer should wait; nothing was stored."""

    code: ClassVar[str] = "picture_decoding_busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbnail:
    """The same picture, `width_px` wide, as a file of the picture's own media type."""

    width_px: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisedPicture:
    """Upright, 8-bit sRGB, free of metadata; `sha256` and `md5` (hex) are of `data`.

    `thumbnails` are as wide as the shop's settings say, widest first; none is wider than the
    picture.
    """

    media_type: PictureFormat
    width_px: int
    height_px: int
    data: bytes
    sha256: str
    md5: str
    thumbnails: tuple[Thumbnail, ...] = ()


class PictureReader(Protocol):
    """Turns whatever a buyer sends into a picture that prints, or says why it cannot."""

    async def normalise(self, original: IO[bytes], declared: str | None) -> NormalisedPicture:
        """Decode to the last pixel, without blocking the caller's event loop.

        The type comes from the bytes, the pixel limits are checked before any decoding.
        Raises PictureEmpty, PictureNotRecognised, PictureTypeDiffers, PictureTooManyPixels,
        PictureTruncated, or PictureDecodingBusy.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAsset:
    """What is kept under a key; `chunks` can be read once, `etag` changes with the content."""

    media_type: str
    bytes_count: int
    etag: str
    chunks: AsyncIterator[bytes]


class Assets(Protocol):
    """Files under keys that we make ourselves: lower case, `/` between parts."""

    async def put(self, key: str, data: bytes, media_type: str) -> None:
        """All of it is durable under `key` when this returns; a crash before leaves nothing.

        Raises ValueError for a key that we would not make.
        """
        ...

    async def put_file(self, key: str, path: Path, media_type: str) -> None:
        """As `put`, of the whole file at `path`, which stays where it is and is the caller's."""
        ...

    async def open(self, key: str) -> StoredAsset:
        """Raises AssetNotFound."""
        ...

    def as_file(self, key: str) -> AbstractAsyncContextManager[Path]:
        """A file to read, and only to read, until the block is left. Raises AssetNotFound."""
        ...

    async def delete(self, key: str) -> None:
        """Forget it; a key that holds nothing is not an error."""
        ...

    def public_url(self, key: str, expires_at: datetime) -> str:
        """A link that works for anyone until then, and that nobody else can make."""
        ...


class AssetSignatures(Protocol):
    """Tells the links that `Assets.public_url` made from all others."""

    def check(self, key: str, expires: str, signature: str, at: datetime) -> None:
        """Raises AssetSignatureInvalid or AssetUrlExpired."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PicturePage:
    items: Sequence[Picture]
    page: int
    limit: int
    has_more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPicture:
    """`file` stands at its first byte; `sha256` (hex) and `bytes_count` are of all of it."""

    file: IO[bytes]
    sha256: str
    bytes_count: int
    declared_type: str | None
    name: str


class PictureFetchingBusy(Unavailable):
    """As many pictures are being fetched as one process should; nothing was asked for."""

    code: ClassVar[str] = "picture_fetching_busy"


class PictureFetcher(Protocol):
    """Fetches what a buyer names by its address, from the public internet and nowhere else."""

    def fetch(self, url: PictureUrl) -> AbstractAsyncContextManager[FetchedPicture]:
        """The file is gone at the end of the context.

        Raises PictureUrlRefused, PictureUrlUnreachable, PictureTooLarge or PictureFetchingBusy.
        """
        ...


class Pictures(Protocol):
    """All pictures; whoever asks names the owner, and somebody else's are not there."""

    async def add(self, picture: Picture) -> Picture:
        """The one that is kept: this one, or what the owner has of the same original bytes."""
        ...

    async def get(self, owner_id: UUID, picture_id: UUID) -> Picture:
        """Raises PictureNotFound, also for one that was deleted."""
        ...

    async def hold(self, owner_id: UUID, picture_id: UUID) -> Picture:
        """As `get`; nobody deletes it until this work ends."""
        ...

    async def find_original(self, owner_id: UUID, original_sha256: str) -> Picture | None: ...

    async def page(
        self, owner_id: UUID, *, page: int, limit: int, after: GalleryCursor | None = None
    ) -> PicturePage:
        """Newest first; `page` counts from 1. With `after`, what follows that picture, which costs
        the same however far down it is, and is the same whatever was added above.
        """
        ...

    async def lock_copies(self, owner_id: UUID, picture_id: UUID) -> Sequence[Picture]:
        """It and the second copies of it, kept from everybody who holds or deletes them.

        Raises PictureNotFound.
        """
        ...

    async def forget(self, picture_ids: Collection[UUID], at: datetime) -> None:
        """They are not found any more, and their products have no picture. Files are not touched;
        what was locked before is forgotten.
        """
        ...

    async def deleted_among(self, picture_ids: Collection[UUID]) -> Collection[UUID]:
        """Those of these that their owner has deleted."""
        ...


class MediaWork(Work, Protocol):
    @property
    def pictures(self) -> Pictures: ...

    @property
    def replies(self) -> Replies: ...


BeginMediaWork = Callable[[], AbstractAsyncContextManager[MediaWork]]
