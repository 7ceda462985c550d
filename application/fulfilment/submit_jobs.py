"""The jobs that hand a print to the lab, and look at what it is there."""

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


def look_at_once_job(dropship: Dropship) -> NewJob:
    """For one that the lab had long taken when it was asked again."""
    return NewJob(
        kind=JobKind.FOLLOW_DROPSHIP,
        dedupe_key=f"follow:{dropship.id}:taken:{dropship.tries}",
        payload={"dropship_id": str(dropship.id)},
    )
