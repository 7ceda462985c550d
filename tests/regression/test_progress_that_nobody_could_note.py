"""A buyer's picture was refused for good because the shop could not write down how far it was.

What the caller raised on hearing of progress, and the time it took for it, were taken for the fault
of the process that drew: after three processes the picture counted as one that nobody can read.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from adapters.outbound.imaging.task import Imaging
from adapters.outbound.memory.imaging import MemoryImaging
from tests.hostile_pictures.deadly_tasks import ATTEMPT, HERE, Try

DEADLINE_S = 3.0


@pytest.fixture(params=["processes", "memory"])
async def imaging(request: pytest.FixtureRequest) -> AsyncIterator[Imaging]:
    if request.param == "memory":
        memory = MemoryImaging()
        yield memory
        await memory.workspace.aclose()
        return
    processes = ImagingProcesses(ProcessRules(processes_max=1), table=HERE)
    yield processes
    await processes.aclose()


@pytest.mark.parametrize("trouble", [TimeoutError, ConnectionError, EOFError, ValueError])
async def test_what_the_caller_raises_is_not_the_pictures_fault(
    imaging: Imaging, tmp_path: Path, trouble: type[Exception]
) -> None:
    diary = tmp_path / "diary"

    async def hear(_: int) -> None:
        raise trouble("of ours")

    asked = Try(diary=str(diary), how="lives")
    with pytest.raises(trouble, match="of ours"):
        await imaging.run(ATTEMPT, asked, deadline_s=20, on_progress=hear)
    assert len(diary.read_text().split()) == 1
    # And whoever comes next finds a process that works.
    assert (await imaging.run(ATTEMPT, asked, deadline_s=20)).pid


async def test_the_time_that_the_caller_takes_is_not_the_pictures(
    imaging: Imaging, tmp_path: Path
) -> None:
    async def hear(percent: int) -> None:
        if percent == 10:
            await asyncio.sleep(DEADLINE_S + 0.5)

    asked = Try(diary=str(tmp_path / "diary"), how="lives")
    assert (await imaging.run(ATTEMPT, asked, deadline_s=DEADLINE_S, on_progress=hear)).pid
