"""A job: something that must still happen, and what a worker holds while it makes it happen."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class JobState(StrEnum):
    READY = "ready"
    LEASED = "leased"
    DONE = "done"
    DEAD = "dead"


class JobKind(StrEnum):
    """Every kind of job there is; a worker that does not know a kind gives its lease back."""

    HANDLE_STRIPE_EVENT = "handle_stripe_event"
    SUBMIT_DROPSHIP = "submit_dropship"
    FOLLOW_DROPSHIP = "follow_dropship"
    POLL_DROPSHIPS = "poll_dropships"
    EXPIRE_CARTS = "expire_carts"
    EXPIRE_CHECKOUTS = "expire_checkouts"
    EXPIRE_SESSION = "expire_session"
    SEND_MAIL = "send_mail"
    EXPORT_PERSON = "export_person"
    EXPIRE_EXPORTS = "expire_exports"
    ERASE_PERSON = "erase_person"
    ERASE_FILES = "erase_files"
    FORGET_EVENT_BODIES = "forget_event_bodies"
    FORGET_LOGINS = "forget_logins"
    FORGET_SIGN_UPS = "forget_sign_ups"


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
