"""How work that must still happen is written down, claimed and finished: docs/durability.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from domain.operations.job import Lease, NewJob
from domain.operations.reply import Request

Answer = TypeVar("Answer")


class LeaseLost(Exception):
    """Somebody else holds the job by now: what was done under this lease must be rolled back."""


class Jobs(Protocol):
    """The to-do list that commits together with the change that needs it."""

    async def add(self, jobs: Sequence[NewJob]) -> None:
        """Write them down; a dedupe_key that is known already adds nothing."""
        ...

    async def finish(self, lease: Lease) -> None:
        """Mark done, fenced by the lease's token. Raises LeaseLost."""
        ...


class JobQueue(Protocol):
    """The worker's side of the table; each call is its own transaction, on the database clock."""

    async def claim(self, job_id: UUID) -> Lease | None:
        """Lease this job if it is due (or its last lease ran out), and count the attempt."""
        ...

    async def claim_overdue(self, overdue: timedelta) -> Lease | None:
        """Lease the oldest job that has been due for that long, whoever should have rung for it."""
        ...

    async def renew(self, lease: Lease) -> bool:
        """Hold it for another lease time; False when it is somebody else's by now."""
        ...

    async def retry(self, lease: Lease, delay: timedelta, error: str, *, outage: bool) -> None:
        """Back to ready in `delay`. An outage does not count against the attempts."""
        ...

    async def bury(self, lease: Lease, error: str) -> None:
        """Dead: kept, listed, and shown to staff as an attention item."""
        ...

    async def give_back(self, lease: Lease, delay: timedelta) -> None:
        """As if it had never been claimed; for kinds that this worker does not know."""
        ...


@dataclass(frozen=True, slots=True)
class KeptReply:
    """An answer (anything msgspec encodes) that a repeat of the request shall get again."""

    request: Request
    answer: object


class Replies(Protocol):
    """Answers given under an Idempotency-Key, so that a repeat gets the same one."""

    async def recall(self, request: Request, kind: type[Answer]) -> Answer | None:
        """Claim the key, or return what was answered before.

        Raises RequestInFlight while the first is still running, KeyReused for another body.
        """
        ...

    async def find(self, request: Request, kind: type[Answer]) -> Answer | None:
        """What was answered before, without claiming the key. Raises KeyReused."""
        ...

    async def keep(self, request: Request, answer: object) -> None:
        """Store the answer (anything msgspec encodes) with the effect that it describes."""
        ...
