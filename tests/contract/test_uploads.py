"""Every list of resumable uploads keeps the same promises."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain.media.kept_refusal import KeptRefusal
from domain.media.resumable_upload import ResumableUpload
from domain.media.upload_refusals import UploadNotFound, UploadOffsetDiffers, UploadTooManyOpen
from tests.contract.persistence import Persistence
from tests.contract.sample_goods import NOON

LONG_AGO = NOON.replace(year=2001)


def an_upload(owner_id: UUID | None = None, **known: object) -> ResumableUpload:
    upload = ResumableUpload(
        id=uuid4(),
        owner_id=owner_id or uuid4(),
        bytes_total=1_000,
        name="dog.jpg",
        created_at=NOON,
        expires_at=NOON + timedelta(hours=1),
    )
    return replace(upload, **known)  # type: ignore[arg-type]


async def add(persistence: Persistence, upload: ResumableUpload, open_max: int = 10) -> None:
    async with persistence.begin() as work:
        await work.uploads.add(upload, open_max=open_max)
        await work.commit()


async def test_what_was_saved_is_what_is_read(persistence: Persistence) -> None:
    upload = an_upload(declared_type="image/jpeg")
    await add(persistence, upload)
    refusal = KeptRefusal(code="picture_empty", detail="x", field="file", facts={"of": ["a", 1]})
    changed = [
        replace(upload, bytes_received=7, begun=("0-a", "0-b"), parts=("0-b",)),
        replace(upload, finishing_until=NOON, refusal=refusal),
        replace(upload, bytes_received=1_000, picture_id=uuid4(), expires_at=NOON),
        upload,
    ]
    for each in changed:
        async with persistence.begin() as work:
            await work.uploads.save(each)
            await work.commit()
        async with persistence.begin() as work:
            assert await work.uploads.lock(upload.owner_id, upload.id) == each


async def test_somebody_elses_is_not_there(persistence: Persistence) -> None:
    upload = an_upload()
    await add(persistence, upload)
    for owner_id, upload_id in ((uuid4(), upload.id), (upload.owner_id, uuid4())):
        async with persistence.begin() as work:
            with pytest.raises(UploadNotFound):
                await work.uploads.lock(owner_id, upload_id)


async def test_only_open_uploads_of_the_owner_count(persistence: Persistence) -> None:
    owner_id = uuid4()
    await add(persistence, an_upload())
    for over in (
        {"picture_id": uuid4()},
        {"refusal": KeptRefusal(code="x")},
        {"expires_at": NOON - timedelta(seconds=1)},
    ):
        await add(persistence, an_upload(owner_id, **over), open_max=1)
    await add(persistence, an_upload(owner_id), open_max=1)
    with pytest.raises(UploadTooManyOpen):
        await add(persistence, an_upload(owner_id), open_max=1)


async def test_uploads_that_begin_at_once_are_counted_in_turn(persistence: Persistence) -> None:
    owner_id = uuid4()
    begun = await asyncio.gather(
        *(add(persistence, an_upload(owner_id), open_max=3) for _ in range(8)),
        return_exceptions=True,
    )
    assert sum(each is None for each in begun) == 3
    assert {type(each) for each in begun} == {type(None), UploadTooManyOpen}


async def test_of_two_parts_at_one_offset_one_counts(persistence: Persistence) -> None:
    upload = an_upload()
    await add(persistence, upload)

    async def count(part: str) -> None:
        async with persistence.begin() as work:
            current = await work.uploads.lock(upload.owner_id, upload.id)
            await work.uploads.save(current.count_part(part, 0, 10, NOON, upload.expires_at))
            await work.commit()

    counted = await asyncio.gather(*(count(f"0-{n}") for n in range(5)), return_exceptions=True)
    assert sum(each is None for each in counted) == 1
    assert sum(isinstance(each, UploadOffsetDiffers) for each in counted) == 4


async def test_what_is_over_is_found_oldest_first_and_removed(persistence: Persistence) -> None:
    old = [an_upload(expires_at=LONG_AGO + timedelta(days=day)) for day in range(3)]
    for upload in reversed(old):
        await add(persistence, upload)
    before = LONG_AGO + timedelta(days=2)
    async with persistence.begin(reading=True) as work:
        found = await work.uploads.outlived(before, 2)
    assert list(found) == old[:2]
    async with persistence.begin() as work:
        await work.uploads.remove([upload.id for upload in old])
        await work.commit()
    async with persistence.begin(reading=True) as work:
        assert await work.uploads.outlived(LONG_AGO + timedelta(days=9), 2) == []
