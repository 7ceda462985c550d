"""Imaging processes that the kernel killed for want of memory, or an operator: three in a row were
the picture's fault, nine a paid order's end.
"""

import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.outbound.imaging.pool import ProcessRules
from adapters.outbound.imaging.processes import ImagingProcesses
from application.shared.outcomes import Unavailable
from tests.contract.test_imaging_processes import SMALL, attempts
from tests.hostile_pictures.deadly_tasks import ATTEMPT, HERE, Try


@pytest.fixture
async def processes() -> AsyncIterator[ImagingProcesses]:
    made = ImagingProcesses(ProcessRules(processes_max=1, confinement=SMALL), table=HERE)
    yield made
    await made.aclose()


async def test_a_picture_is_not_blamed_for_what_others_killed(
    processes: ImagingProcesses, tmp_path: Path
) -> None:
    diary = tmp_path / "diary"

    async def kill(percent: int) -> None:
        os.kill(int(attempts(diary)[-1]), signal.SIGKILL)

    asked = Try(diary=str(diary), how="never ends")
    with pytest.raises(Unavailable):
        await processes.run(ATTEMPT, asked, deadline_s=20, on_progress=kill)
    assert len(attempts(diary)) == 3
