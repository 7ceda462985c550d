"""A picture in parts arrives whole or not at all, whoever dies meanwhile, and leaves no file."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import LocalDiskAssets
from adapters.outbound.storage.s3 import S3Assets
from adapters.outbound.storage.s3_store import connected
from application.media.ports import Assets
from application.shared.outcomes import Unavailable
from domain.identity.owner import Owner
from domain.media.refusals import PictureNotRecognised
from domain.media.upload_refusals import (
    UploadEnded,
    UploadNotFound,
    UploadOffsetDiffers,
    UploadTooLong,
    UploadTooManyParts,
)
from tests.contract.object_stores import new_bucket
from tests.contract.persistence import Persistence
from tests.contract.upload_desk import CLAIM, GRACE, LIFETIME, PARTS_MAX, UploadDesk

SIGNATURES = HmacAssetSignatures("a secret for tests", "http://shop.example/")
MOMENT = timedelta(seconds=1)


@pytest.fixture(params=["memory", "local disk", "s3"])
def assets(request: pytest.FixtureRequest, tmp_path: Path) -> Assets:
    if request.param == "memory":
        return MemoryAssets(SIGNATURES)
    if request.param == "s3":
        return S3Assets(connected(new_bucket(request.getfixturevalue("object_store"))), SIGNATURES)
    return LocalDiskAssets(tmp_path / "assets", SIGNATURES)


@pytest.fixture
def desk(persistence: Persistence, assets: Assets, tmp_path: Path) -> UploadDesk:
    return UploadDesk(persistence, assets, tmp_path)


async def test_parts_become_the_picture_and_are_gone(desk: UploadDesk) -> None:
    upload = await desk.begin(10)
    await desk.send(upload, 0, b"0123")
    half = await desk.send(upload, 4, b"45")
    assert (half.bytes_received, half.is_full) == (6, False)
    assert await desk.finish(upload) == half
    full = await desk.send(upload, 6, b"6789")
    assert await desk.stored(upload, full.begun) == set(full.parts)
    done = await desk.finish(upload)
    assert desk.made == [b"0123456789"]
    assert done.picture_id is not None
    assert await desk.stored(upload, full.begun) == set()
    # Asked again, nothing is made again.
    assert await desk.finish(upload) == done
    assert desk.made == [b"0123456789"]


async def test_the_loser_of_two_is_told_the_offset_and_leaves_no_file(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    one, other = await desk.admit(upload, 0), await desk.admit(upload, 0)
    await desk.keep(one, b"ab")
    with pytest.raises(UploadOffsetDiffers) as told:
        await desk.keep(other, b"xyz")
    assert told.value.facts == {"offset": 2}
    begun = (await desk.kept(upload)).begun
    assert len(begun) == 2
    assert await desk.stored(upload, begun) == {one.name}
    await desk.send(upload, 2, b"cd")
    await desk.finish(upload)
    assert desk.made == [b"abcd"]


async def test_a_part_that_was_counted_already_is_counted_once(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    part = await desk.admit(upload, 0)
    first = await desk.keep(part, b"ab")
    assert await desk.keep(part, b"ab") == first


async def test_more_than_was_announced_is_never_stored(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    with pytest.raises(UploadTooLong):
        await desk.admit(upload, 0, 5)
    part = await desk.admit(upload, 0)
    with pytest.raises(UploadTooLong):
        await desk.keep(part, b"12345")
    kept = await desk.kept(upload)
    assert kept.bytes_received == 0
    assert await desk.stored(upload, kept.begun) == set()


async def test_parts_are_limited_in_number_however_small(desk: UploadDesk) -> None:
    upload = await desk.begin(100)
    for offset in range(PARTS_MAX):
        await desk.send(upload, offset, b"-")
    with pytest.raises(UploadTooManyParts):
        await desk.admit(upload, PARTS_MAX)


async def test_a_refusal_is_told_again_and_leaves_no_file(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    full = await desk.send(upload, 0, b"text")
    desk.refusal = PictureNotRecognised("No.", field="file", facts={"accepted": ["image/png"]})
    with pytest.raises(PictureNotRecognised):
        await desk.finish(upload)
    desk.refusal = None
    for _ in range(2):
        with pytest.raises(PictureNotRecognised) as told:
            await desk.finish(upload)
        assert told.value.facts == {"accepted": ["image/png"]}
        assert (told.value.detail, told.value.field) == ("No.", "file")
    with pytest.raises(PictureNotRecognised):
        await desk.admit(upload, 4)
    assert await desk.stored(upload, full.begun) == set()
    assert desk.made == []


async def test_trouble_outside_leaves_it_to_the_next_who_asks(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    await desk.send(upload, 0, b"data")
    desk.refusal = Unavailable("decoder", "busy")
    with pytest.raises(Unavailable):
        await desk.finish(upload)
    desk.refusal = None
    assert (await desk.finish(upload)).picture_id is not None


async def test_a_maker_that_died_is_followed_by_another(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    full = await desk.send(upload, 0, b"data")
    # As a process leaves it that dies between its claim and the picture.
    async with desk.persistence.begin() as work:
        await work.uploads.save(full.begin_finishing(desk.clock.now() + CLAIM))
        await work.commit()
    assert (await desk.finish(upload)).picture_id is None
    desk.clock.advance(CLAIM)
    assert (await desk.finish(upload)).picture_id is not None


async def test_many_who_finish_at_once_make_one_picture(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    await desk.send(upload, 0, b"data")
    await asyncio.gather(*(desk.finish(upload) for _ in range(5)))
    assert desk.made == [b"data"]
    assert (await desk.finish(upload)).picture_id is not None


async def test_a_part_that_was_lost_makes_no_shorter_picture(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    await desk.send(upload, 0, b"da")
    full = await desk.send(upload, 2, b"ta")
    await desk.assets.delete(upload.key_of(full.parts[1]))
    with pytest.raises(Unavailable):
        await desk.finish(upload)
    assert desk.made == []


async def test_what_was_given_up_is_gone_and_a_late_part_with_it(desk: UploadDesk) -> None:
    upload = await desk.begin(8)
    await desk.send(upload, 0, b"1234")
    late = await desk.admit(upload, 4)
    await desk.end(upload)
    with pytest.raises(UploadEnded):
        await desk.keep(late, b"5678")
    for asking in (desk.finish(upload), desk.admit(upload, 4), desk.end(upload)):
        with pytest.raises(UploadEnded):
            await asking
    assert await desk.stored(upload, (await desk.kept(upload)).begun) == set()


async def test_each_part_gives_more_time(desk: UploadDesk) -> None:
    upload = await desk.begin(8)
    desk.clock.advance(LIFETIME - MOMENT)
    await desk.send(upload, 0, b"1234")
    desk.clock.advance(LIFETIME - MOMENT)
    await desk.send(upload, 4, b"5678")
    assert (await desk.finish(upload)).picture_id is not None


async def test_time_that_is_over_ends_it_and_removes_every_file(desk: UploadDesk) -> None:
    upload = await desk.begin(8)
    await desk.send(upload, 0, b"1234")
    # Begun, stored and never counted: the process died in between.
    lost = await desk.admit(upload, 4)
    assert lost.name is not None
    await desk.assets.put(upload.key_of(lost.name), b"56", "application/octet-stream")
    desk.clock.advance(LIFETIME)
    with pytest.raises(UploadEnded):
        await desk.send(upload, 4, b"5678")
    begun = (await desk.kept(upload)).begun
    await desk.expire()
    assert len(await desk.stored(upload, begun)) == 2
    desk.clock.advance(GRACE + MOMENT)
    await desk.expire()
    assert await desk.stored(upload, begun) == set()
    with pytest.raises(UploadNotFound):
        await desk.kept(upload)


async def test_somebody_else_neither_sees_nor_ends_it(desk: UploadDesk) -> None:
    upload, owner = await desk.begin(4), desk.owner
    part = await desk.admit(upload, 0)
    desk.owner = Owner(upload.id)
    for asking in (
        desk.finish(upload),
        desk.admit(upload, 0),
        desk.end(upload),
        desk.keep(part, b"data"),
    ):
        with pytest.raises(UploadNotFound):
            await asking
    desk.owner = owner
    kept = await desk.kept(upload)
    assert kept.bytes_received == 0
    assert await desk.stored(upload, kept.begun) == set()
