"""A reconciler as a recurring job."""

import logging
from dataclasses import dataclass
from typing import Protocol

from application.reconciliation.findings import Findings
from application.reconciliation.ports import BeginReconciliation
from application.shared.outcomes import Unavailable
from domain.operations.job import Lease

log = logging.getLogger(__name__)


class Reconciler(Protocol):
    async def __call__(self) -> Findings: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OnSchedule:
    """An outage ends the round and not the day: the next interval brings a job of its own, and
    those of a long outage must not all ask at once when it is over.
    """

    reconcile: Reconciler
    begin: BeginReconciliation

    async def __call__(self, lease: Lease) -> None:
        try:
            await self.reconcile()
        except Unavailable as trouble:
            log.warning("reconciliation put off: %s", trouble)
        async with self.begin() as work:
            await work.jobs.finish(lease)
            await work.commit()
