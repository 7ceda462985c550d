"""An upload in parts that a bad line cost its parts, and a fault at the end some minutes."""

from pathlib import Path

import pytest

from adapters.outbound.memory.assets import MemoryAssets
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from application.shared.outcomes import OutcomeUnknown
from tests.contract.persistence import Persistence
from tests.contract.upload_desk import PARTS_MAX, UploadDesk

SIGNATURES = HmacAssetSignatures("secret", "https://shop.example")


@pytest.fixture
def desk(persistence: Persistence, tmp_path: Path) -> UploadDesk:
    return UploadDesk(persistence, MemoryAssets(SIGNATURES), tmp_path)


async def test_lines_cut_before_the_first_byte_use_up_no_parts(desk: UploadDesk) -> None:
    upload = await desk.begin(4)
    for _ in range(PARTS_MAX):
        nothing = await desk.send(upload, 0, b"")
        assert nothing.begun == ()
    assert (await desk.send(upload, 0, b"data")).is_full


@pytest.mark.parametrize(
    "trouble",
    [OutcomeUnknown("postgres", "connection lost"), OSError(28, "No space left on device")],
)
async def test_trouble_of_any_kind_leaves_it_to_the_next_who_asks(
    desk: UploadDesk, trouble: Exception
) -> None:
    upload = await desk.begin(4)
    await desk.send(upload, 0, b"data")
    desk.refusal = trouble
    with pytest.raises(type(trouble)):
        await desk.finish(upload)
    desk.refusal = None
    assert (await desk.finish(upload)).picture_id is not None
