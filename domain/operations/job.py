"""A job: something that must still happen, and what a worker holds while it makes it happen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.shared.refusals import Conflict, NotFound


class JobState(StrEnum):
    READY = "ready"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


class JobNotFound(NotFound):
    """There is no such job, or it was done long ago and is forgotten."""

    code = "job_not_found"


class JobIsNotDead(Conflict):
    """It is still to be done, or it is done: only one that was given up can be started again."""

    code = "job_not_dead"


class JobKind(StrEnum):
    """Every kind of job there is; a worker that does not know a kind gives its lease back."""

    HANDLE_STRIPE_EVENT = "handle_stripe_event"
    SUBMIT_DROPSHIP = "submit_dropship"
    FOLLOW_DROPSHIP = "follow_dropship"
    CANCEL_DROPSHIP = "cancel_dropship"
    POLL_DROPSHIPS = "poll_dropships"
    EXPIRE_CARTS = "expire_carts"
    RECONCILE_PAYMENTS = "reconcile_payments"
    RECONCILE_DROPSHIPS = "reconcile_dropships"
    CHECK_THREE_WAYS = "check_three_ways"
    EXPIRE_SESSION = "expire_session"
    EXPIRE_DRAFT = "expire_draft"
    MAKE_REFUND = "make_refund"
    RENDER_DESIGN = "render_design"
    SEND_MAIL = "send_mail"
    EXPORT_PERSON = "export_person"
    EXPIRE_EXPORTS = "expire_exports"
    ERASE_PERSON = "erase_person"
    ERASE_FILES = "erase_files"
    FORGET_EVENT_BODIES = "forget_event_bodies"
    FORGET_LOGINS = "forget_logins"
    FORGET_SIGN_UPS = "forget_sign_ups"
    EXPIRE_UPLOADS = "expire_uploads"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """`dedupe_key` makes adding it twice the same as adding it once; it runs `delay` from now."""

    kind: JobKind
    dedupe_key: str
    payload: dict[str, str] = field(default_factory=dict)
    delay: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """One worker's exclusive right to one job until `until`; `token` fences its writes."""

    job_id: UUID
    kind: str
    payload: dict[str, str]
    attempt: int
    outages: int
    token: UUID
    until: datetime
