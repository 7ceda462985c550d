"""A picture that was being read while its guest logged in stayed with the guest.

It is still kept under the guest's name, because a log-in of somebody with an empty cart leaves no
trace of where the guest's things went; but whoever merges with the guest's token again has it.
"""

import hashlib
import io
from datetime import timedelta
from typing import IO
from uuid import uuid4

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.picture_links import PictureLinks
from application.media.ports import NormalisedPicture, PictureDecodingBusy
from application.media.upload_picture import Upload, UploadPicture
from application.shared.one_turn_each import OneTurnEach
from domain.identity.owner import Owner
from domain.media.formats import PictureFormat
from domain.media.limits import PictureLimits
from tests.contract.persistence import Persistence


async def test_it_comes_along_when_the_guest_is_merged_again(persistence: Persistence) -> None:
    guest, user = Owner(uuid4()), Owner(uuid4())
    data = b"\xff\xd8\xff" + uuid4().bytes

    async def merge() -> None:
        async with persistence.begin() as work:
            await work.belongings.move(guest.id, user.id)
            await work.commit()

    class ReadsWhileTheGuestLogsIn:
        async def normalise(self, original: IO[bytes], declared: str | None) -> NormalisedPicture:
            await merge()
            return NormalisedPicture(
                media_type=PictureFormat.JPEG,
                width_px=9,
                height_px=9,
                data=data,
                sha256=hashlib.sha256(data).hexdigest(),
                md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
            )

    assets = MemoryAssets(HmacAssetSignatures("a secret for tests", "http://shop.example"))
    clock = MemoryClock()
    upload_picture = UploadPicture(
        begin=persistence.begin,
        assets=assets,
        reader=ReadsWhileTheGuestLogsIn(),
        links=PictureLinks(assets=assets, clock=clock, lifetime=timedelta(hours=1)),
        limits=PictureLimits(bytes_max=1_000, pixels_max=1_000, side_px_max=100),
        clock=clock,
        new_id=uuid4,
        turns=OneTurnEach(PictureDecodingBusy, "imaging"),
        turn_wait_s=20.0,
    )
    sha256 = hashlib.sha256(data).hexdigest()
    sent = Upload(file=io.BytesIO(data), sha256=sha256, bytes_count=len(data))
    made = await upload_picture(guest, sent)
    await merge()
    async with persistence.begin(reading=True) as work:
        kept = await work.pictures.get(user.id, made.picture.id)
    assert (await assets.open(kept.asset_key)).bytes_count == len(data)
