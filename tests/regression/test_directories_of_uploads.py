"""Every resumable upload left an empty directory on the disk, until there was no room for more."""

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import LocalDiskAssets
from tests.contract.test_uploads import an_upload

TYPE = "application/octet-stream"


@pytest.fixture
def assets(tmp_path: Path) -> LocalDiskAssets:
    return LocalDiskAssets(tmp_path, HmacAssetSignatures("secret", "https://shop.example"))


async def test_the_last_part_of_an_upload_takes_its_directory_along(
    assets: LocalDiskAssets, tmp_path: Path
) -> None:
    upload = an_upload()
    first, last = (upload.key_of(part) for part in ("0-a", "1-b"))
    for key in (first, last):
        await assets.put(key, b"part", TYPE)
    await assets.delete(first)
    assert (tmp_path / last).read_bytes() == b"part"
    await assets.delete(last)
    assert list((tmp_path / "uploads").iterdir()) == []
    # As a job does that is run twice.
    await assets.delete(last)


async def test_what_a_whole_kind_of_file_lies_in_stays(
    assets: LocalDiskAssets, tmp_path: Path
) -> None:
    for key in ("pictures/a.jpg", "a.jpg"):
        await assets.put(key, b"whole", "image/jpeg")
        await assets.delete(key)
    assert (tmp_path / "pictures").is_dir()


async def test_a_part_is_kept_while_another_takes_the_directory_away(
    assets: LocalDiskAssets, tmp_path: Path
) -> None:
    """Each comes and goes in one directory, so that it is made and removed at any moment."""
    upload = an_upload()

    async def come_and_go() -> None:
        for _ in range(100):
            key = upload.key_of(uuid4().hex)
            await assets.put(key, b"part", TYPE)
            assert (tmp_path / key).read_bytes() == b"part"
            await assets.delete(key)

    await asyncio.gather(*(come_and_go() for _ in range(4)))
    assert list((tmp_path / "uploads").iterdir()) == []
