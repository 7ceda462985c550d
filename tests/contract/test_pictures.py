"""Every collection of pictures keeps the same promises."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.pictures import MemoryPictures
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.postgres.pictures import PostgresPictures
from application.media.ports import Pictures
from domain.media.formats import PictureFormat
from domain.media.picture import Picture, picture_key
from domain.media.refusals import PictureNotFound

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)

OpenPictures = Callable[[], AbstractAsyncContextManager[Pictures]]


@pytest.fixture(params=["memory", "postgres"])
def open_pictures(request: pytest.FixtureRequest) -> OpenPictures:
    """Each opening is a transaction that is committed at its end."""
    if request.param == "memory":
        store = MemoryStore()

        @asynccontextmanager
        async def in_memory() -> AsyncIterator[Pictures]:
            yield MemoryPictures(store)

        return in_memory

    engine: AsyncEngine = request.getfixturevalue("postgres_engine")

    @asynccontextmanager
    async def in_postgres() -> AsyncIterator[Pictures]:
        async with engine.begin() as connection:
            yield PostgresPictures(connection)

    return in_postgres


def picture_of(owner_id: UUID, *, original: str = "0" * 64, minutes: int = 0) -> Picture:
    picture_id = uuid4()
    return Picture(
        id=picture_id,
        owner_id=owner_id,
        media_type=PictureFormat.JPEG,
        width_px=4000,
        height_px=3000,
        bytes_count=2_000_000,
        sha256="a" * 64,
        md5="b" * 32,
        original_sha256=original,
        original_name="Zoë & dog.jpg",
        asset_key=picture_key(picture_id, PictureFormat.JPEG),
        created_at=NOON + timedelta(minutes=minutes),
    )


async def test_a_picture_comes_back_as_it_was_added(open_pictures: OpenPictures) -> None:
    picture = picture_of(uuid4())
    async with open_pictures() as pictures:
        assert await pictures.add(picture) == picture
    async with open_pictures() as pictures:
        assert await pictures.get(picture.owner_id, picture.id) == picture


async def test_an_unknown_picture_is_not_found(open_pictures: OpenPictures) -> None:
    async with open_pictures() as pictures:
        with pytest.raises(PictureNotFound):
            await pictures.get(uuid4(), uuid4())


async def test_somebody_elses_picture_is_not_found(open_pictures: OpenPictures) -> None:
    picture = picture_of(uuid4())
    async with open_pictures() as pictures:
        await pictures.add(picture)
        with pytest.raises(PictureNotFound):
            await pictures.get(uuid4(), picture.id)
        assert await pictures.find_original(uuid4(), picture.original_sha256) is None


async def test_the_same_original_is_kept_once(open_pictures: OpenPictures) -> None:
    first = picture_of(uuid4())
    second = replace(picture_of(first.owner_id, minutes=1), original_name="again.jpg")
    async with open_pictures() as pictures:
        await pictures.add(first)
    async with open_pictures() as pictures:
        assert await pictures.add(second) == first
    async with open_pictures() as pictures:
        assert await pictures.find_original(first.owner_id, first.original_sha256) == first
        assert list((await pictures.page(first.owner_id, page=1, limit=10)).items) == [first]


async def test_two_owners_may_have_the_same_original(open_pictures: OpenPictures) -> None:
    mine, yours = picture_of(uuid4()), picture_of(uuid4())
    async with open_pictures() as pictures:
        assert await pictures.add(mine) == mine
        assert await pictures.add(yours) == yours


async def test_pages_are_newest_first_and_end(open_pictures: OpenPictures) -> None:
    owner_id = uuid4()
    own = [picture_of(owner_id, original=f"{nr:064x}", minutes=nr) for nr in (2, 0, 4, 1, 3)]
    async with open_pictures() as pictures:
        for picture in own:
            await pictures.add(picture)
        await pictures.add(picture_of(uuid4()))
    newest_first = sorted(own, key=lambda picture: picture.created_at, reverse=True)
    async with open_pictures() as pictures:
        first = await pictures.page(owner_id, page=1, limit=2)
        third = await pictures.page(owner_id, page=3, limit=2)
        whole = await pictures.page(owner_id, page=1, limit=5)
        beyond = await pictures.page(owner_id, page=9, limit=2)
    assert list(first.items) == newest_first[:2]
    assert first.has_more
    assert list(third.items) == newest_first[4:]
    assert not third.has_more
    assert list(whole.items) == newest_first
    assert not whole.has_more
    assert list(beyond.items) == []
    assert not beyond.has_more
