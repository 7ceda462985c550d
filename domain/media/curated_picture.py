"""A picture that the shop offers to everybody who has none of their own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.media.formats import EXTENSIONS, PictureFormat
from domain.media.picture_files import files_of
from domain.shared.refusals import Invalid, NotFound

TITLE_LENGTH_MAX = 200


class CuratedPictureNotFound(NotFound):
    """The shop does not offer such a picture, or no longer."""

    code = "curated_picture_not_found"


class PictureTitleInvalid(Invalid):
    """Buyers are shown a picture by its title, so it needs a short one."""

    code = "picture_title_invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class CuratedPicture:
    """The gallery has one for each `original_sha256`; buyers take copies, so it may go any time."""

    id: UUID
    title: str
    media_type: PictureFormat
    width_px: int
    height_px: int
    bytes_count: int
    sha256: str
    md5: str
    original_sha256: str
    asset_key: str
    created_at: datetime
    thumbnail_widths: tuple[int, ...] = ()

    @property
    def files(self) -> tuple[str, ...]:
        return files_of(self.asset_key, self.thumbnail_widths)


def curated_key(picture_id: UUID, media_type: PictureFormat) -> str:
    return f"curated/{picture_id}.{EXTENSIONS[media_type]}"


def clean_title(given: str) -> str:
    """Raises PictureTitleInvalid."""
    title = " ".join(given.split())
    if not title or len(title) > TITLE_LENGTH_MAX or not title.isprintable():
        raise PictureTitleInvalid(
            f"A title has 1 to {TITLE_LENGTH_MAX} printable characters.", field="title"
        )
    return title
