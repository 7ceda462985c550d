"""A round that clears uploads away took one batch of them only: what came faster stayed for ever.

With 100 every ten minutes, a shop in which more are begun than that kept files of all the others.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.media.expire_uploads import ExpireUploads
from domain.media.refusals import AssetNotFound
from domain.media.upload_refusals import UploadNotFound
from domain.operations.job import JobKind, NewJob
from tests.contract.persistence import Persistence
from tests.contract.test_uploads import LONG_AGO, add, an_upload

BATCH = 2
TYPE = "application/octet-stream"


@pytest.mark.parametrize("over", [0, BATCH, 2 * BATCH, 2 * BATCH + 1])
async def test_one_round_removes_all_whose_time_is_over(
    persistence: Persistence, over: int
) -> None:
    assets = MemoryAssets(HmacAssetSignatures("a secret for tests", "http://shop.example/"))
    uploads = [an_upload(expires_at=LONG_AGO, begun=("0-a",)) for _ in range(over)]
    for upload in uploads:
        await add(persistence, upload)
        await assets.put(upload.key_of("0-a"), b"part", TYPE)
    expire = ExpireUploads(
        begin=persistence.begin,
        assets=assets,
        clock=MemoryClock(),
        grace=timedelta(minutes=1),
        batch=BATCH,
    )
    key = f"expire:{uuid4()}"
    async with persistence.begin() as work:
        await work.jobs.add([NewJob(kind=JobKind.EXPIRE_UPLOADS, dedupe_key=key)])
        await work.commit()
    lease = await persistence.queue.claim(await persistence.job_id(key))
    assert lease is not None
    await expire(lease)
    for upload in uploads:
        with pytest.raises(AssetNotFound):
            await assets.open(upload.key_of("0-a"))
        async with persistence.begin() as work:
            with pytest.raises(UploadNotFound):
                await work.uploads.lock(upload.owner_id, upload.id)
    assert await persistence.queue.claim(await persistence.job_id(key)) is None
