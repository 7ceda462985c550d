"""Galleries are paged the same way wherever they are kept, and stay still while pictures arrive."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.list_pictures import ListPictures, ShownPictures
from application.media.picture_links import PictureLinks
from domain.identity.owner import Owner
from domain.media.gallery_cursor import GalleryCursor
from domain.media.picture import Picture, second_copy
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import a_picture

ASSETS = MemoryAssets(HmacAssetSignatures("a secret for tests", "http://shop.example"))


class Gallery:
    """One owner's pictures, each a minute newer than the one before."""

    def __init__(self, persistence: Persistence) -> None:
        self.begin, self.owner = persistence.begin, Owner(uuid4())
        self.own: list[Picture] = []
        links = PictureLinks(assets=ASSETS, clock=MemoryClock(), lifetime=timedelta(hours=1))
        self.list = ListPictures(begin=persistence.begin, links=links)

    async def add(self, count: int, *, at_once: bool = False) -> None:
        async with self.begin() as work:
            for _ in range(count):
                picture = a_picture(self.owner.id)
                minutes = 0 if at_once else len(self.own)
                at = picture.created_at + timedelta(minutes=minutes)
                self.own.append(await work.pictures.add(replace(picture, created_at=at)))
            await work.commit()

    async def page(
        self, page: int = 1, limit: int = 3, after: GalleryCursor | None = None
    ) -> ShownPictures:
        return await self.list(self.owner, page=page, limit=limit, after=after)

    async def walk(self, limit: int) -> AsyncIterator[ShownPictures]:
        after = None
        while True:
            shown = await self.page(limit=limit, after=after)
            yield shown
            if (after := shown.following) is None:
                return

    @property
    def newest_first(self) -> list[UUID]:
        own = sorted(self.own, key=lambda each: (each.created_at, each.id), reverse=True)
        return [each.id for each in own]


def ids(shown: ShownPictures) -> Sequence[UUID]:
    return [each.picture.id for each in shown.items]


@pytest.fixture
def gallery(persistence: Persistence) -> Gallery:
    return Gallery(persistence)


async def test_the_cursor_leads_through_all_pages_once(gallery: Gallery) -> None:
    await gallery.add(7)
    pages = [shown async for shown in gallery.walk(limit=3)]
    assert [each for shown in pages for each in ids(shown)] == gallery.newest_first
    assert [shown.page for shown in pages] == [1, 2, 3]
    assert [shown.has_more for shown in pages] == [True, True, False]


async def test_pictures_of_the_same_moment_are_told_apart(gallery: Gallery) -> None:
    await gallery.add(5, at_once=True)
    found = [each async for shown in gallery.walk(limit=2) for each in ids(shown)]
    assert found == gallery.newest_first


async def test_what_is_added_meanwhile_moves_nothing(gallery: Gallery) -> None:
    await gallery.add(6)
    before = gallery.newest_first
    first = await gallery.page(limit=3)
    await gallery.add(4)
    second = await gallery.page(limit=3, after=first.following)
    assert [*ids(first), *ids(second)] == before
    assert not second.has_more
    assert ids(await gallery.page(limit=4)) == gallery.newest_first[:4]


async def test_the_picture_at_the_cursor_may_be_gone(gallery: Gallery) -> None:
    await gallery.add(6)
    before = gallery.newest_first
    first = await gallery.page(limit=3)
    async with gallery.begin() as work:
        await work.pictures.lock_copies(gallery.owner.id, before[2])
        await work.pictures.forget([before[2]], gallery.own[0].created_at)
        await work.commit()
    assert ids(await gallery.page(limit=3, after=first.following)) == before[3:]


@pytest.mark.parametrize("count", [3, 6])
async def test_an_exact_multiple_has_no_empty_page_after_it(gallery: Gallery, count: int) -> None:
    await gallery.add(count)
    pages = [shown async for shown in gallery.walk(limit=3)]
    assert len(pages) == count // 3
    assert not (await gallery.page(page=count // 3)).has_more
    assert (await gallery.page(page=count // 3)).following is None


async def test_page_numbers_lead_to_the_same_pages(gallery: Gallery) -> None:
    await gallery.add(7)
    pages = [ids(shown) async for shown in gallery.walk(limit=3)]
    assert [ids(await gallery.page(page=number)) for number in (1, 2, 3)] == pages
    assert ids(await gallery.page(page=4)) == []


async def test_second_copies_are_not_listed(gallery: Gallery) -> None:
    await gallery.add(2)
    copy = a_picture(gallery.owner.id)
    async with gallery.begin() as work:
        original = second_copy(gallery.own[0].original_sha256, copy.id)
        await work.pictures.add(replace(copy, original_sha256=original))
        await work.commit()
    assert ids(await gallery.page()) == gallery.newest_first


async def test_thumbnails_come_back_with_links(gallery: Gallery) -> None:
    widths = (1280, 320)
    async with gallery.begin() as work:
        await work.pictures.add(replace(a_picture(gallery.owner.id), thumbnail_widths=widths))
        await work.commit()
    shown = (await gallery.page()).items[0]
    assert shown.picture.thumbnail_widths == widths
    assert [each.width_px for each in shown.thumbnails] == list(widths)
    stem = shown.picture.asset_key.removesuffix(".jpg")
    for each in shown.thumbnails:
        assert f"{stem}-w{each.width_px}.jpg?" in each.url
