"""When the file of a design is made, the prints that wait for it are handed to the lab at once."""

from dataclasses import dataclass
from datetime import datetime

from application.fulfilment.ports import FulfilmentWork
from application.fulfilment.submit_jobs import submit_again_job
from domain.designs.render import Render


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitWaitingPrints:
    """A courtesy: their own jobs would look again by themselves, later the longer they waited."""

    async def __call__(self, work: FulfilmentWork, render: Render, at: datetime) -> None:
        """In the work that records the file; the caller commits."""
        if render.file is None:
            return
        waiting = await work.dropships.waiting_for(render.id)
        await work.jobs.add([submit_again_job(part, at) for part in waiting])
