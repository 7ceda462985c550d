"""A disk without room, for a minute, used up a print's attempts: its order waited for staff."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.storage.hmac_signatures import HmacAssetSignatures
from adapters.outbound.storage.local_disk import LocalDiskAssets
from application.shared.outcomes import Unavailable
from domain.designs.status import DesignStatus
from tests.contract.persistence import InMemory, Persistence
from tests.contract.render_bench import ATTEMPTS, RenderBench

SIGNATURES = HmacAssetSignatures("secret", "https://shop.example")


@pytest.fixture
def persistence() -> Persistence:
    return InMemory(MemoryStore(), MemoryClock())


@contextmanager
def nothing_can_be_written() -> Iterator[None]:
    """As on a full disk: the system itself refuses each byte (Python ignores SIGXFSZ)."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_print_waits_until_there_is_room(persistence: Persistence, tmp_path: Path) -> None:
    bench = RenderBench(persistence)
    bench.assets = LocalDiskAssets(tmp_path, SIGNATURES)  # type: ignore[assignment]
    design, render = await bench.final()
    for _ in range(ATTEMPTS):
        with nothing_can_be_written(), pytest.raises(Unavailable):
            await bench.attempt(render)
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY


async def test_a_disk_that_takes_nothing_is_an_outage(tmp_path: Path) -> None:
    assets = LocalDiskAssets(tmp_path, SIGNATURES)
    with nothing_can_be_written(), pytest.raises(Unavailable):
        await assets.put("pictures/a.jpg", b"bytes", "image/jpeg")


async def test_a_print_waits_for_a_store_that_is_not_mounted(
    persistence: Persistence, tmp_path: Path
) -> None:
    """Nothing at all lies there then, not even what the store keeps for itself."""
    bench = RenderBench(persistence)
    store, elsewhere = tmp_path / "assets", tmp_path / "unmounted"
    bench.assets = LocalDiskAssets(store, SIGNATURES)  # type: ignore[assignment]
    design, render = await bench.final()
    store.rename(elsewhere)
    store.mkdir()
    for _ in range(ATTEMPTS):
        with pytest.raises(Unavailable):
            await bench.attempt(render)
    store.rmdir()
    elsewhere.rename(store)
    await bench.attempt(render)
    assert (await bench.seen(design))[0] is DesignStatus.READY
