"""An invented cursor of the last page that its four bytes can say was answered with 500.

The gallery took it, found more pictures, and could not write down the number of the next page.
"""

import base64
import struct
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.list_pictures import ListPictures
from application.media.picture_links import PictureLinks
from domain.identity.owner import Owner
from domain.media.gallery_cursor import CursorInvalid, GalleryCursor
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture

FAR_AHEAD_US = 4_102_444_800_000_000


def invented(page: int) -> str:
    packed = struct.pack(">Iq16s", page, FAR_AHEAD_US, UUID(int=0).bytes)
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def test_the_last_number_there_is_leads_nowhere() -> None:
    with pytest.raises(CursorInvalid):
        GalleryCursor.read(invented(2**32 - 1))


async def test_the_last_page_that_is_read_can_name_the_next(persistence: Persistence) -> None:
    owner = Owner(uuid4())
    for _ in range(2):
        async with persistence.begin() as work:
            await work.pictures.add(a_picture(owner.id))
            await work.commit()
    clock = MemoryClock()
    assets = MemoryAssets(HmacAssetSignatures("a secret for tests", "http://shop.example/"))
    links = PictureLinks(assets=assets, clock=clock, lifetime=timedelta(hours=1))
    pictures = ListPictures(begin=persistence.begin, links=links)
    shown = await pictures(owner, page=1, limit=1, after=GalleryCursor.read(invented(2**32 - 2)))
    assert shown.following is not None
    assert str(shown.following)
