"""The job that hands a print to the lab, written down once more."""

from datetime import datetime

from domain.fulfilment.dropship import Dropship
from domain.operations.job import JobKind, NewJob


def submit_job(dropship: Dropship) -> NewJob:
    """The first and only one of its own accord."""
    return NewJob(
        kind=JobKind.SUBMIT_DROPSHIP,
        dedupe_key=f"submit:{dropship.idempotency_key}",
        payload={"dropship_id": str(dropship.id), "order_id": str(dropship.order_id)},
    )


def submit_again_job(dropship: Dropship, at: datetime) -> NewJob:
    """Beside a first one that is done or dead; two at once send the same bytes under one key."""
    return NewJob(
        kind=JobKind.SUBMIT_DROPSHIP,
        dedupe_key=f"submit:{dropship.idempotency_key}:{at.isoformat()}",
        payload={"dropship_id": str(dropship.id), "order_id": str(dropship.order_id)},
    )
