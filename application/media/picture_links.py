"""A picture together with a link that shows it for a while."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.media.ports import Assets
from application.shared.ports import Clock
from domain.media.picture import Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPicture:
    picture: Picture
    url: str
    url_expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLinks:
    """Links are made when they are read, so an old answer never revives an old link."""

    assets: Assets
    clock: Clock
    lifetime: timedelta

    def show(self, picture: Picture) -> ShownPicture:
        expires_at = (self.clock.now() + self.lifetime).replace(microsecond=0)
        url = self.assets.public_url(picture.asset_key, expires_at)
        return ShownPicture(picture=picture, url=url, url_expires_at=expires_at)
