"""How pictures are shown: a buyer's own, the shop's, and a page of either."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from litestar.params import Parameter

from adapters.inbound.http.answers import Answer, Pagination
from application.media.picture_links import Shown, ShownPicture, ShownThumbnail
from domain.media.curated_picture import CuratedPicture
from domain.media.gallery_cursor import GalleryCursor

PageNumber = Annotated[int, Parameter(ge=1, le=10_000)]
PageLimit = Annotated[int, Parameter(ge=1, le=100)]
Cursor = Annotated[
    str | None,
    Parameter(
        required=False,
        description="`next` of the page before; `page` is then not looked at.",
    ),
]


class ThumbnailAnswer(Answer):
    """`url` works until the picture's `urlExpiresAt`."""

    width: int
    url: str

    @classmethod
    def of(cls, thumbnail: ShownThumbnail) -> Self:
        return cls(width=thumbnail.width_px, url=thumbnail.url)


class PictureAnswer(Answer):
    """Width and height are pixels of the upright picture; `url` works until `urlExpiresAt`.

    `thumbnails` are the same picture in smaller widths, the widest first.
    """

    id: UUID
    url: str
    url_expires_at: datetime
    width: int
    height: int
    media_type: str
    bytes: int
    original_name: str
    created_at: datetime
    thumbnails: list[ThumbnailAnswer]


class CuratedAnswer(Answer):
    """A picture that everybody may take; links work until `urlExpiresAt`."""

    id: UUID
    title: str
    url: str
    url_expires_at: datetime
    width: int
    height: int
    media_type: str
    bytes: int
    created_at: datetime
    thumbnails: list[ThumbnailAnswer]

    @classmethod
    def of(cls, shown: Shown[CuratedPicture]) -> Self:
        picture = shown.picture
        return cls(
            id=picture.id,
            title=picture.title,
            url=shown.url,
            url_expires_at=shown.url_expires_at,
            width=picture.width_px,
            height=picture.height_px,
            media_type=picture.media_type,
            bytes=picture.bytes_count,
            created_at=picture.created_at,
            thumbnails=[ThumbnailAnswer.of(each) for each in shown.thumbnails],
        )


class GalleryPagination(Pagination):
    """`next` is the cursor of the page that follows, if there is one: it stays at its place,
    whatever is added meanwhile.
    """

    next: str | None

    @classmethod
    def of(cls, page: int, limit: int, following: GalleryCursor | None) -> Self:
        return cls(
            page=page,
            limit=limit,
            has_more=following is not None,
            next=None if following is None else str(following),
        )


class PictureList(Answer):
    items: list[PictureAnswer]
    pagination: GalleryPagination


class CuratedList(Answer):
    items: list[CuratedAnswer]
    pagination: GalleryPagination


def to_answer(shown: ShownPicture) -> PictureAnswer:
    picture = shown.picture
    return PictureAnswer(
        id=picture.id,
        url=shown.url,
        url_expires_at=shown.url_expires_at,
        width=picture.width_px,
        height=picture.height_px,
        media_type=picture.media_type,
        bytes=picture.bytes_count,
        original_name=picture.original_name,
        created_at=picture.created_at,
        thumbnails=[ThumbnailAnswer.of(each) for each in shown.thumbnails],
    )


def read_cursor(cursor: str | None) -> GalleryCursor | None:
    """Raises CursorInvalid."""
    return None if cursor is None else GalleryCursor.read(cursor)
