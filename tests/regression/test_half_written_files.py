"""What a killed process has half written is no file of anybody's, and does not stay for ever."""

import os
import time
from pathlib import Path

from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import INCOMING, LEFT_AFTER_S, LocalDiskAssets


async def test_what_was_left_long_ago_is_cleared_away_by_whoever_writes_next(
    tmp_path: Path,
) -> None:
    incoming = tmp_path / INCOMING
    incoming.mkdir()
    left, under_way = incoming / "left", incoming / "under-way"
    for half in (left, under_way):
        half.write_bytes(b"half a picture")
    long_ago = time.time() - LEFT_AFTER_S - 60
    os.utime(left, (long_ago, long_ago))
    assets = LocalDiskAssets(tmp_path, HmacAssetSignatures("secret", "https://shop.example"))
    await assets.put("pictures/a.jpg", b"whole", "image/jpeg")
    assert list(incoming.iterdir()) == [under_way]
