"""Tell how far an export is, with a link to it once it is there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.media.ports import Assets
from application.privacy.ports import BeginPrivacyWork
from application.shared.ports import Clock
from domain.identity.owner import Owner
from domain.privacy.personal_export import ExportNotFound, ExportStatus, PersonalExport


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownExport:
    export: PersonalExport
    url: str | None = None
    url_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowExport:
    """A link is made whenever it is asked for, and never lives longer than the file."""

    begin: BeginPrivacyWork
    assets: Assets
    clock: Clock
    link_lifetime: timedelta

    async def __call__(self, owner: Owner) -> ShownExport:
        """The latest one. Raises ExportNotFound or AccountNotFound."""
        async with self.begin(reading=True) as work:
            # Between an erasure and the end of its work, an access token opens no file any more.
            await work.accounts.get(owner.id)
            export = await work.exports.latest(owner.id)
        if export is None:
            raise ExportNotFound
        at = self.clock.now()
        if export.status is not ExportStatus.COMPLETED or export.ends_at is None:
            return ShownExport(export=export)
        if export.ends_at <= at:
            # The job that deletes the file has not come by yet.
            return ShownExport(export=export.expire())
        expires_at = min(at + self.link_lifetime, export.ends_at).replace(microsecond=0)
        url = self.assets.public_url(export.asset_key, expires_at)
        return ShownExport(export=export, url=url, url_expires_at=expires_at)
