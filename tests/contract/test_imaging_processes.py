"""A task that kills its process is given up after three, and everybody else's go on."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import uvloop

from adapters.outbound.imaging.confinement import Confinement
from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from application.media.ports import PictureDecodingBusy
from application.shared.outcomes import Unavailable
from domain.media.refusals import PictureTruncated, PictureUndecodable
from tests.hostile_pictures.deadly_tasks import ATTEMPT, HERE, Lived, Try

SMALL = Confinement(memory_mb=400, file_mb=256)
Attempt = Callable[..., Awaitable[Lived]]


def pool(**rules: float) -> ImagingProcesses:
    told = {"processes_max": 2, "wait_s": 20.0, **rules}
    return ImagingProcesses(
        ProcessRules(confinement=SMALL, **told),  # type: ignore[arg-type]
        table=HERE,
    )


@pytest.fixture
async def processes() -> AsyncIterator[ImagingProcesses]:
    made = pool()
    yield made
    await made.aclose()


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary"


def children() -> set[int]:
    """Those of this process that decode pictures, whatever they are doing."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            program = (entry / "cmdline").read_bytes()
            status = (entry / "stat").read_text()
        except OSError:
            continue
        parent = int(status.rpartition(")")[2].split()[1])
        if HERE.encode() in program and parent == os.getpid():
            found.add(int(entry.name))
    return found


def attempts(diary: Path) -> list[str]:
    return diary.read_text().split() if diary.exists() else []


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - other processes announce nothing.
            await asyncio.sleep(0.02)


DEADLY = ["exits", "crashes", "takes memory", "writes endlessly", "talks nonsense"]


@pytest.mark.parametrize("how", [*DEADLY, "never ends", "runs in circles"])
async def test_what_kills_its_process_three_times_is_given_up(
    processes: ImagingProcesses, diary: Path, how: str
) -> None:
    deadline_s = 1.0 if how in ("never ends", "runs in circles") else 20.0
    with pytest.raises(PictureUndecodable):
        await processes.run(ATTEMPT, Try(diary=str(diary), how=how), deadline_s=deadline_s)
    assert len(attempts(diary)) == 3
    assert len(set(attempts(diary))) == 3
    assert len(children()) <= 2


async def test_what_goes_well_at_the_third_attempt_has_gone_well(
    processes: ImagingProcesses, diary: Path
) -> None:
    asked = Try(diary=str(diary), how="exits", deaths=2)
    lived = await processes.run(ATTEMPT, asked, deadline_s=20)
    assert str(lived.pid) == attempts(diary)[2]


async def test_others_flow_while_one_kills_its_processes(
    processes: ImagingProcesses, tmp_path: Path
) -> None:
    deadly = asyncio.create_task(
        processes.run(ATTEMPT, Try(diary=str(tmp_path / "d"), how="never ends"), deadline_s=2)
    )
    for number in range(20):
        asked = Try(diary=str(tmp_path / f"{number}"))
        asked = Try(diary=asked.diary, how="lives")
        assert (await processes.run(ATTEMPT, asked, deadline_s=5)).pid
        assert len(children()) <= 2
    assert not deadly.done()
    with pytest.raises(PictureUndecodable):
        await deadly


async def test_a_process_works_again_and_again_but_not_for_ever(tmp_path: Path) -> None:
    processes = pool(processes_max=1, tasks_per_process_max=3)
    asked = Try(diary=str(tmp_path / "diary"), how="lives")
    pids = [(await processes.run(ATTEMPT, asked, deadline_s=20)).pid for _ in range(7)]
    assert [len(set(pids[at : at + 3])) for at in (0, 3)] == [1, 1]
    assert len(set(pids)) == 3
    await processes.aclose()
    assert children() == set()


async def test_a_process_knows_no_secret_and_has_its_limits(
    processes: ImagingProcesses, diary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRIPE_API_KEY", "sk_live_secret")
    lived = await processes.run(ATTEMPT, Try(diary=str(diary), how="prints"), deadline_s=20)
    assert "STRIPE_API_KEY" not in lived.environment
    assert lived.memory_limit == 400_000_000


async def test_a_refusal_arrives_as_it_was_and_costs_no_process(
    processes: ImagingProcesses, diary: Path
) -> None:
    for _ in range(2):
        with pytest.raises(PictureTruncated) as refusal:
            await processes.run(ATTEMPT, Try(diary=str(diary), how="refuses"), deadline_s=20)
        assert (refusal.value.field, refusal.value.facts) == ("file", {"rows": 7})
    with pytest.raises(Unavailable):
        await processes.run(ATTEMPT, Try(diary=str(diary), how="lacks room"), deadline_s=20)
    assert len(set(attempts(diary))) == 1


async def test_progress_is_told_on_the_way(processes: ImagingProcesses, diary: Path) -> None:
    told: list[int] = []

    async def hear(percent: int) -> None:
        told.append(percent)

    asked = Try(diary=str(diary), how="lives")
    await processes.run(ATTEMPT, asked, deadline_s=20, on_progress=hear)
    assert told == [10, 100]


async def test_who_comes_when_all_processes_work_is_told_to_come_back(tmp_path: Path) -> None:
    processes = pool(processes_max=1, wait_s=0.05)
    diary = tmp_path / "diary"
    first = asyncio.create_task(
        processes.run(ATTEMPT, Try(diary=str(diary), how="never ends", deaths=1), deadline_s=3)
    )
    await until(lambda: len(attempts(diary)) == 1)
    with pytest.raises(PictureDecodingBusy) as refusal:
        await processes.run(ATTEMPT, Try(diary=str(diary)), deadline_s=3)
    assert refusal.value.retry_after_s
    with pytest.raises(PictureDecodingBusy) as refusal:
        await processes.run(ATTEMPT, Try(diary=str(diary)), deadline_s=3, wait_s=0.01)
    assert refusal.value.retry_after_s == 0.01
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    await processes.aclose()


@pytest.mark.parametrize("when", ["starting", "working"])
async def test_a_buyer_who_leaves_leaves_neither_process_nor_place_taken(
    tmp_path: Path, when: str
) -> None:
    processes = pool(processes_max=1)
    diary = tmp_path / "diary"
    for _ in range(3):
        asked = Try(diary=str(diary), how="never ends")
        left = asyncio.create_task(processes.run(ATTEMPT, asked, deadline_s=20))
        seen = len(attempts(diary))
        await until(
            lambda seen=seen: (
                len(attempts(diary)) > seen  # type: ignore[misc]
                if when == "working"
                else len(children()) > 0
            )
        )
        left.cancel()
        with pytest.raises(asyncio.CancelledError):
            await left
    other = Try(diary=str(tmp_path / "other"), how="lives")
    assert (await processes.run(ATTEMPT, other, deadline_s=20)).pid in children()
    assert len(children()) == 1
    await processes.aclose()
    assert children() == set()


async def test_closing_ends_what_is_under_way(diary: Path) -> None:
    processes = pool()
    asked = Try(diary=str(diary), how="never ends")
    under_way = asyncio.create_task(processes.run(ATTEMPT, asked, deadline_s=20))
    await until(lambda: len(attempts(diary)) == 1)
    await processes.aclose()
    assert children() == set()
    with pytest.raises(Unavailable):
        await under_way


def test_it_lives_on_an_event_loop_of_its_own_kind_and_thread(tmp_path: Path) -> None:
    """As in the API (uvloop) and in a worker, whose loop is not on the main thread."""

    async def live() -> int:
        processes = pool()
        asked = Try(diary=str(tmp_path / "diary"), how="exits", deaths=1)
        lived = await processes.run(ATTEMPT, asked, deadline_s=20)
        await processes.aclose()
        return lived.pid

    async def in_a_thread() -> int:
        return await asyncio.to_thread(uvloop.run, live())

    assert asyncio.run(in_a_thread())


SHOP = """
import asyncio, sys
from tests.contract.test_imaging_processes import pool
from tests.hostile_pictures.deadly_tasks import ATTEMPT, Try
asked = Try(diary=sys.argv[1], how=sys.argv[2])
asyncio.run(pool().run(ATTEMPT, asked, deadline_s=60))
"""


@pytest.mark.parametrize("how", ["never ends", "runs in circles"])
async def test_a_killed_shop_leaves_no_process_behind(diary: Path, how: str) -> None:
    shop = await asyncio.create_subprocess_exec(sys.executable, "-c", SHOP, str(diary), how)
    await until(lambda: len(attempts(diary)) == 1)
    left = int(attempts(diary)[0])
    shop.kill()
    await shop.wait()
    await until(lambda: not Path(f"/proc/{left}").exists())


async def test_what_a_dead_shop_left_on_disk_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, diary: Path
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    left = tmp_path / "passepartout-imaging-left"
    left.mkdir()
    (left / "original").write_bytes(b"somebody's picture")
    first, second = pool(), pool()
    in_use = await first.workspace.directory()
    await second.run(ATTEMPT, Try(diary=str(diary), how="lives"), deadline_s=20)
    assert not left.exists()
    assert in_use.exists()
    await first.aclose()
    await second.aclose()
    assert not in_use.exists()
