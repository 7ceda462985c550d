"""The shop's own gallery: staff fill it, everybody sees it, and buyers take copies of their own."""

import asyncio
import hashlib
import io
from dataclasses import dataclass
from datetime import timedelta
from typing import IO
from uuid import UUID, uuid4

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.add_curated_picture import AddCuratedPicture
from application.media.delete_picture import DeletePicture
from application.media.list_curated_pictures import ListCuratedPictures, ShownCurated
from application.media.picture_links import PictureLinks, Shown
from application.media.picture_storage import PictureStorage
from application.media.ports import NormalisedPicture, PictureDecodingBusy, Thumbnail
from application.media.remember_picture import RememberPicture
from application.media.remove_curated_picture import RemoveCuratedPicture
from application.media.take_curated_picture import TakeCuratedPicture
from application.media.upload_picture import Upload, UploadPicture
from application.shared.one_turn_each import OneTurnEach
from domain.identity.owner import Owner
from domain.media.curated_picture import (
    CuratedPicture,
    CuratedPictureNotFound,
    PictureTitleInvalid,
)
from domain.media.formats import PictureFormat
from domain.media.limits import PictureLimits
from domain.operations.reply import Request
from tests.contract.persistence import Persistence

LIMITS = PictureLimits(bytes_max=1_000_000, pixels_max=10**9, side_px_max=10**5)


class TrustingReader:
    """Takes any bytes for a picture with two thumbnails."""

    async def normalise(self, original: IO[bytes], declared: str | None) -> NormalisedPicture:
        data = original.read()
        return NormalisedPicture(
            media_type=PictureFormat.JPEG,
            width_px=4000,
            height_px=3000,
            data=data,
            sha256=hashlib.sha256(data).hexdigest(),
            md5=hashlib.md5(data, usedforsecurity=False).hexdigest(),
            thumbnails=(
                Thumbnail(width_px=1280, data=b"1280 " + data),
                Thumbnail(width_px=320, data=b"320 " + data),
            ),
        )


@dataclass
class Gallery:
    persistence: Persistence

    def __post_init__(self) -> None:
        self.begin, clock, self.staff = self.persistence.begin, MemoryClock(), Owner(uuid4())
        self.assets = MemoryAssets(HmacAssetSignatures("a secret", "http://shop.example"))
        links = PictureLinks(assets=self.assets, clock=clock, lifetime=timedelta(hours=1))
        storage = PictureStorage(assets=self.assets)
        common = {"begin": self.begin, "links": links, "clock": clock, "new_id": uuid4}
        read = {"reader": TrustingReader(), "limits": LIMITS}
        self.add = AddCuratedPicture(**common, **read, storage=storage)  # type: ignore[arg-type]
        self.upload = UploadPicture(
            **common,  # type: ignore[arg-type]
            **read,  # type: ignore[arg-type]
            assets=self.assets,
            turns=OneTurnEach(PictureDecodingBusy, "imaging"),
            turn_wait_s=20.0,
        )
        remember = RememberPicture(begin=self.begin, storage=storage)
        self.take = TakeCuratedPicture(
            **common,  # type: ignore[arg-type]
            storage=storage,
            remember=remember,
        )
        self.list = ListCuratedPictures(begin=self.begin, links=links)
        self.remove = RemoveCuratedPicture(begin=self.begin, clock=clock)
        self.delete = DeletePicture(begin=self.begin, clock=clock)

    async def offered(self, title: str = "Dawn", data: bytes = b"") -> Shown[CuratedPicture]:
        return await self.add(self.staff, title, sent(data or uuid4().bytes))

    async def acts(self, picture_id: UUID) -> list[tuple[str, UUID, dict[str, str]]]:
        async with self.begin(reading=True) as work:
            noted = await work.staff_actions.of(f"curated:{picture_id}")
        return [(act.action, act.actor_id, act.details) for act in noted]

    async def find(self, picture_id: UUID) -> CuratedPicture | None:
        """Other tests with the same database have a gallery as well."""
        shown: ShownCurated = await self.list(page=1, limit=100)
        found = [each.picture for each in shown.items if each.picture.id == picture_id]
        return found[0] if found else None


def sent(data: bytes, request: Request | None = None) -> Upload:
    return Upload(
        file=io.BytesIO(data),
        sha256=hashlib.sha256(data).hexdigest(),
        bytes_count=len(data),
        request=request,
    )


@pytest.fixture
def gallery(persistence: Persistence) -> Gallery:
    return Gallery(persistence)


async def test_what_staff_add_is_shown_and_written_down(gallery: Gallery) -> None:
    shown = await gallery.offered("  Dawn \n over hills ")
    picture = shown.picture
    assert picture.title == "Dawn over hills"
    assert [each.width_px for each in shown.thumbnails] == [1280, 320]
    assert set(picture.files) == set(gallery.assets.keys())
    async with gallery.begin(reading=True) as work:
        assert await work.curated.get(picture.id) == picture
    details = {"title": picture.title}
    assert await gallery.acts(picture.id) == [("curated_picture_added", gallery.staff.id, details)]


async def test_the_same_bytes_again_are_the_same_picture_under_the_new_title(
    gallery: Gallery,
) -> None:
    data = uuid4().bytes
    first = (await gallery.offered("Dawn", data)).picture
    again = (await gallery.offered("Dusk", data)).picture
    assert (again.id, again.title) == (first.id, "Dusk")
    assert set(gallery.assets.keys()) == set(first.files)


async def test_added_twice_at_once_it_is_there_once(gallery: Gallery) -> None:
    data = uuid4().bytes
    shown = await asyncio.gather(*(gallery.offered("Dawn", data) for _ in range(4)))
    assert len({each.picture.id for each in shown}) == 1
    assert set(gallery.assets.keys()) == set(shown[0].picture.files)


@pytest.mark.parametrize("title", ["", "  ", "x" * 201, "a\x00b", "a\u202eb"])
async def test_a_title_that_cannot_be_shown_is_refused(gallery: Gallery, title: str) -> None:
    with pytest.raises(PictureTitleInvalid):
        await gallery.offered(title)
    assert gallery.assets.keys() == ()


async def test_who_takes_one_has_a_picture_and_files_of_their_own(gallery: Gallery) -> None:
    offered, ann = (await gallery.offered()).picture, Owner(uuid4())
    taken = (await gallery.take(ann, offered.id)).picture
    assert taken.owner_id == ann.id
    assert taken.thumbnail_widths == offered.thumbnail_widths
    assert set(gallery.assets.keys()) == {*offered.files, *taken.files}
    for old, new in zip(offered.files, taken.files, strict=True):
        assert await read(gallery.assets, old) == await read(gallery.assets, new)
    async with gallery.begin(reading=True) as work:
        assert await work.pictures.get(ann.id, taken.id) == taken


async def test_taken_again_or_uploaded_it_is_the_same_picture(gallery: Gallery) -> None:
    data, ann, ben = uuid4().bytes, Owner(uuid4()), Owner(uuid4())
    offered = (await gallery.offered("Dawn", data)).picture
    taken = await asyncio.gather(*(gallery.take(ann, offered.id) for _ in range(4)))
    assert len({each.picture.id for each in taken}) == 1
    assert (await gallery.upload(ann, sent(data))).picture == taken[0].picture
    others = (await gallery.take(ben, offered.id)).picture
    assert others.id != taken[0].picture.id
    stored = {*offered.files, *taken[0].picture.files, *others.files}
    assert set(gallery.assets.keys()) == stored


async def test_what_was_taken_stays_when_the_shop_removes_its(gallery: Gallery) -> None:
    offered, ann = (await gallery.offered()).picture, Owner(uuid4())
    taken = (await gallery.take(ann, offered.id)).picture
    assert await gallery.find(offered.id) == offered
    await gallery.remove(gallery.staff, offered.id)
    assert await gallery.find(offered.id) is None
    async with gallery.begin(reading=True) as work:
        assert await work.pictures.get(ann.id, taken.id) == taken
    assert [act[0] for act in await gallery.acts(offered.id)] == [
        "curated_picture_added",
        "curated_picture_removed",
    ]
    erased = " ".join(sorted(offered.files))
    assert await gallery.persistence.tables_with(erased) == {"jobs"}
    for late in (gallery.take(ann, offered.id), gallery.remove(gallery.staff, offered.id)):
        with pytest.raises(CuratedPictureNotFound):
            await late


async def test_a_copy_is_deleted_like_any_other_picture(gallery: Gallery) -> None:
    offered, ann = (await gallery.offered()).picture, Owner(uuid4())
    taken = (await gallery.take(ann, offered.id)).picture
    await gallery.delete(ann, taken.id)
    assert (await gallery.take(ann, offered.id)).picture.id != taken.id


async def test_a_repeat_under_the_same_key_is_answered_again(gallery: Gallery) -> None:
    offered, ann = (await gallery.offered()).picture, Owner(uuid4())
    taking = Request(owner_id=ann.id, key=str(uuid4()), fingerprint="take")
    taken = await gallery.take(ann, offered.id, taking)
    removing = Request(owner_id=gallery.staff.id, key=str(uuid4()), fingerprint="remove")
    for _ in range(2):
        await gallery.remove(gallery.staff, offered.id, removing)
    assert (await gallery.take(ann, offered.id, taking)).picture == taken.picture
    adding = Request(owner_id=gallery.staff.id, key=str(uuid4()), fingerprint="add")
    data = uuid4().bytes
    first, again = [await gallery.add(gallery.staff, "Dawn", sent(data, adding)) for _ in range(2)]
    assert first.picture == again.picture
    assert len(await gallery.acts(first.picture.id)) == 1


async def read(assets: MemoryAssets, key: str) -> bytes:
    stored = await assets.open(key)
    return b"".join([chunk async for chunk in stored.chunks])
