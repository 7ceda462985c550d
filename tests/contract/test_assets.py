"""Every store of files keeps the same promises."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import LocalDiskAssets, directory_of
from adapters.outbound.storage.s3 import S3Assets
from adapters.outbound.storage.s3_store import connected
from application.media.ports import Assets, StoredAsset
from domain.media.refusals import AssetNotFound, AssetSignatureInvalid, AssetUrlExpired
from tests.contract.object_stores import new_bucket

SIGNATURES = HmacAssetSignatures("a secret for tests", "http://shop.example/")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LARGE = bytes(range(256)) * 4096


@pytest.fixture(params=["memory", "local disk", "s3"])
def assets(request: pytest.FixtureRequest, tmp_path: Path) -> Assets:
    if request.param == "memory":
        return MemoryAssets(SIGNATURES)
    if request.param == "s3":
        address: str = request.getfixturevalue("object_store")
        return S3Assets(connected(new_bucket(address)), SIGNATURES)
    return LocalDiskAssets(tmp_path / "not" / "yet" / "there", SIGNATURES)


async def content_of(asset: StoredAsset) -> bytes:
    return b"".join([chunk async for chunk in asset.chunks])


async def test_what_was_put_is_what_is_read(assets: Assets) -> None:
    await assets.put("pictures/a.png", LARGE, "image/png")
    asset = await assets.open("pictures/a.png")
    assert (asset.media_type, asset.bytes_count) == ("image/png", len(LARGE))
    assert await content_of(asset) == LARGE


async def test_a_file_is_put_whole_and_stays_where_it_was(assets: Assets, tmp_path: Path) -> None:
    given = tmp_path / "given"
    given.write_bytes(LARGE)
    await assets.put_file("pictures/a.png", given, "image/png")
    asset = await assets.open("pictures/a.png")
    assert (asset.media_type, asset.bytes_count) == ("image/png", len(LARGE))
    assert await content_of(asset) == LARGE
    assert given.read_bytes() == LARGE


async def test_a_file_that_is_not_there_leaves_what_was_stored(
    assets: Assets, tmp_path: Path
) -> None:
    await assets.put("pictures/a.png", b"old", "image/png")
    with pytest.raises(FileNotFoundError):
        await assets.put_file("pictures/a.png", tmp_path / "none", "image/png")
    assert await content_of(await assets.open("pictures/a.png")) == b"old"


async def test_what_is_stored_is_read_as_a_file(assets: Assets) -> None:
    await assets.put("pictures/a.png", LARGE, "image/png")
    async with assets.as_file("pictures/a.png") as path:
        assert path.suffix == ".png"
        assert path.read_bytes() == LARGE


async def test_a_file_that_is_read_survives_its_deletion_and_replacement(assets: Assets) -> None:
    await assets.put("pictures/a.png", b"first", "image/png")
    async with assets.as_file("pictures/a.png") as path:
        with path.open("rb") as opened:
            await assets.put("pictures/a.png", b"second", "image/png")
            await assets.delete("pictures/a.png")
            assert opened.read() == b"first"


@pytest.mark.parametrize("key", ["pictures/none.jpg", "../secret", ""])
async def test_no_file_is_made_of_what_is_not_stored(assets: Assets, key: str) -> None:
    with pytest.raises(AssetNotFound):
        async with assets.as_file(key):
            pass


async def test_a_second_put_replaces_the_first_and_changes_the_etag(assets: Assets) -> None:
    await assets.put("pictures/a.jpg", b"first", "image/jpeg")
    before = (await assets.open("pictures/a.jpg")).etag
    await assets.put("pictures/a.jpg", b"the second", "image/jpeg")
    after = await assets.open("pictures/a.jpg")
    assert await content_of(after) == b"the second"
    assert after.etag != before


@pytest.mark.parametrize(
    "key", ["pictures/none.jpg", "pictures", "../secret", "", "pictures/a.jpg/b"]
)
async def test_what_is_not_stored_is_not_found(assets: Assets, key: str) -> None:
    await assets.put("pictures/a.jpg", b"bytes", "image/jpeg")
    with pytest.raises(AssetNotFound):
        await assets.open(key)


@pytest.mark.parametrize("key", ["../a.jpg", "/a.jpg", "a/../b.jpg", "A.jpg", ".incoming/a.jpg"])
async def test_a_key_that_the_shop_would_not_make_is_refused(assets: Assets, key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        await assets.put(key, b"bytes", "image/jpeg")


async def test_a_deleted_file_is_gone_and_may_be_deleted_again(assets: Assets) -> None:
    await assets.put("pictures/a.jpg", b"bytes", "image/jpeg")
    await assets.delete("pictures/a.jpg")
    await assets.delete("pictures/a.jpg")
    await assets.delete("nothing/there.jpg")
    with pytest.raises(AssetNotFound):
        await assets.open("pictures/a.jpg")


def parts_of(url: str) -> tuple[str, str, str]:
    address = urlsplit(url)
    query = parse_qs(address.query)
    return address.path.removeprefix("/assets/"), query["expires"][0], query["signature"][0]


async def test_a_public_url_is_good_until_it_ends(assets: Assets) -> None:
    url = assets.public_url("pictures/a.jpg", NOON)
    assert url.startswith("http://shop.example/assets/pictures/a.jpg?")
    key, expires, signature = parts_of(url)
    SIGNATURES.check(key, expires, signature, NOON - timedelta(seconds=1))
    with pytest.raises(AssetUrlExpired):
        SIGNATURES.check(key, expires, signature, NOON)


async def test_a_public_url_cannot_be_changed(assets: Assets) -> None:
    key, expires, signature = parts_of(assets.public_url("pictures/a.jpg", NOON))
    changed = [
        ("pictures/b.jpg", expires, signature),
        (key, str(int(expires) + 1), signature),
        (key, expires, signature[:-1]),
        (key, expires, ""),
        (key, "", signature),
        (key, "never", "\udcff"),
        (key, f"{expires}\n", signature),
    ]
    for attempt in changed:
        with pytest.raises(AssetSignatureInvalid):
            SIGNATURES.check(*attempt, NOON - timedelta(days=1))


async def test_another_shops_url_is_not_ours(assets: Assets) -> None:
    theirs = HmacAssetSignatures("another secret", "http://shop.example")
    with pytest.raises(AssetSignatureInvalid):
        theirs.check(*parts_of(assets.public_url("a.jpg", NOON)), NOON - timedelta(days=1))


async def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    assets = LocalDiskAssets(tmp_path, SIGNATURES)
    await assets.put("pictures/a.jpg", b"old", "image/jpeg")
    (tmp_path / "pictures" / "b.jpg").mkdir()
    with pytest.raises(OSError, match="directory"):
        await assets.put("pictures/b.jpg", b"new", "image/jpeg")
    assert list((tmp_path / ".incoming").iterdir()) == []
    assert await content_of(await assets.open("pictures/a.jpg")) == b"old"


@pytest.mark.parametrize(
    ("storage_url", "directory"),
    [
        ("file:./var/assets", "var/assets"),
        ("file:///srv/assets", "/srv/assets"),
        ("file:///srv/my%20assets", "/srv/my assets"),
    ],
)
def test_a_storage_url_names_a_directory(storage_url: str, directory: str) -> None:
    assert directory_of(storage_url) == Path(directory)


@pytest.mark.parametrize("storage_url", ["", "s3://bucket/x", "file:", "file://host/dir", "/srv"])
def test_any_other_storage_url_is_refused(storage_url: str) -> None:
    with pytest.raises(ValueError, match="STORAGE_URL"):
        directory_of(storage_url)
