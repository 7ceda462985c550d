"""What deleting a picture needs to know of orders, and to leave for later."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.media.ports import MediaWork
from application.operations.ports import Jobs
from application.orders.ports import Orders, Timeline
from application.shared.begin import Begin
from domain.media.picture_use import PictureUse


class PictureUses(Protocol):
    """The orders that show a picture."""

    async def lock_orders(self, owner_id: UUID, picture_id: UUID) -> None:
        """Those with the picture or a second copy of it; before it, as a checkout locks them."""
        ...

    async def of(self, picture_ids: Collection[UUID]) -> Sequence[PictureUse]:
        """By number, as they are now, a draft that was written down a moment ago among them."""
        ...


class RendersOfPictures(Protocol):
    async def forget_of(self, picture_ids: Collection[UUID], at: datetime) -> Sequence[str]:
        """They have no file any more: previews are gone, and a print file's row stays, as failed,
        together with the designs that name it. Wherever there may be a file of them.

        After the pictures were forgotten in the same work.
        """
        ...


class PictureDeletionWork(MediaWork, Protocol):
    @property
    def picture_uses(self) -> PictureUses: ...
    @property
    def renders(self) -> RendersOfPictures: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def timeline(self) -> Timeline: ...
    @property
    def jobs(self) -> Jobs: ...


BeginPictureDeletionWork = Begin[PictureDeletionWork]
