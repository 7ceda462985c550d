"""A picture together with links that show it, and its thumbnails, for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from application.media.ports import Assets
from application.shared.ports import Clock
from domain.media.curated_picture import CuratedPicture
from domain.media.picture import Picture
from domain.media.picture_files import thumbnail_key

Kind = TypeVar("Kind", Picture, CuratedPicture)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownThumbnail:
    width_px: int
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown(Generic[Kind]):
    """All links end at the same moment."""

    picture: Kind
    url: str
    url_expires_at: datetime
    thumbnails: tuple[ShownThumbnail, ...] = ()


ShownPicture = Shown[Picture]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLinks:
    """Links are made when they are read, so an old answer never revives an old link."""

    assets: Assets
    clock: Clock
    lifetime: timedelta

    def show(self, picture: Kind) -> Shown[Kind]:
        expires_at = (self.clock.now() + self.lifetime).replace(microsecond=0)
        return Shown(
            picture=picture,
            url=self.assets.public_url(picture.asset_key, expires_at),
            url_expires_at=expires_at,
            thumbnails=tuple(
                ShownThumbnail(
                    width_px=width_px,
                    url=self.assets.public_url(
                        thumbnail_key(picture.asset_key, width_px), expires_at
                    ),
                )
                for width_px in picture.thumbnail_widths
            ),
        )
