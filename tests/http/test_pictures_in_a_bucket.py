"""The whole shop with its files in an S3-compatible store: sent in parts, shown by a link."""

from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack, running_stack
from tests.contract.object_stores import KEY, SECRET, new_bucket, running_object_store
from tests.http.buyer import Buyer, new_buyer
from tests.http.problems import problem
from tests.http.uploading import begun
from tests.running_shop import SHORT


@pytest.fixture(scope="module")
async def shop_in_a_bucket(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    with running_object_store() as address:
        bucket = new_bucket(address)
        settings = {
            **SHORT,
            "STORAGE_URL": bucket.storage_url,
            "STORAGE_S3_ENDPOINT": address,
            "STORAGE_S3_ACCESS_KEY": KEY,
            "STORAGE_S3_SECRET_KEY": SECRET,
        }
        async with running_stack(
            tmp_path_factory.mktemp("bucket"),
            only={"postgres", "valkey", "migrate", "api"},
            environment=settings,
        ) as stack:
            yield stack


@pytest.fixture
async def shopper(shop_in_a_bucket: Stack) -> AsyncIterator[Buyer]:
    base = shop_in_a_bucket.environment["PUBLIC_BASE_URL"]
    async with httpx.AsyncClient(base_url=base, timeout=20.0, trust_env=False) as http:
        yield await new_buyer(http)


async def test_a_picture_in_parts_is_kept_in_the_bucket_and_shown_by_a_link(
    shopper: Buyer, picture: bytes
) -> None:
    upload, half = await begun(shopper, len(picture)), len(picture) // 2
    await upload.part(0, picture[:half])
    assert await upload.offset() == half
    assert (await upload.part(half, picture[half:])).status_code == 204
    shown = (await upload.show()).json()["picture"]
    fetched = await shopper.http.get(shown["url"])
    assert (fetched.status_code, len(fetched.content)) == (200, shown["bytes"])
    assert fetched.headers["Content-Type"] == "image/jpeg"
    changed = await shopper.http.get(shown["url"].replace("signature=", "signature=0"))
    problem(changed, 403, "asset_signature_invalid")
