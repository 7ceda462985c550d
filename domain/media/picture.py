"""A buyer's picture as the shop keeps it: upright, in sRGB, and free of what the camera wrote."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.media.formats import EXTENSIONS, PictureFormat
from domain.media.picture_files import files_of

SECOND_COPY = "+"
# No digest looks like this: what is deleted is not found by its bytes any more.
DELETED = "deleted:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Width, height, bytes, `sha256` and `md5` (hex) describe what is stored under `asset_key`.

    `original_sha256` is of the bytes the buyer sent; an owner has one picture for each. A second
    copy, which a guest brought along at log-in, has its own id after it, and lists do not show it.
    `thumbnail_widths` are those of the smaller files beside it.
    """

    id: UUID
    owner_id: UUID
    media_type: PictureFormat
    width_px: int
    height_px: int
    bytes_count: int
    sha256: str
    md5: str
    original_sha256: str
    original_name: str
    asset_key: str
    created_at: datetime
    thumbnail_widths: tuple[int, ...] = ()

    @property
    def original(self) -> str:
        return self.original_sha256.partition(SECOND_COPY)[0]

    @property
    def files(self) -> tuple[str, ...]:
        return files_of(self.asset_key, self.thumbnail_widths)

    @property
    def is_second_copy(self) -> bool:
        return SECOND_COPY in self.original_sha256


def second_copy(original: str, picture_id: UUID) -> str:
    """The `original_sha256` of a picture whose owner has another one for the same original."""
    return f"{original}{SECOND_COPY}{picture_id}"


def picture_key(picture_id: UUID, media_type: PictureFormat) -> str:
    """Where a picture is stored: made from our own id, never from anything the buyer sent."""
    return f"pictures/{picture_id}.{EXTENSIONS[media_type]}"
