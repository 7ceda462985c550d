"""Erase what an erased account leaves behind, round after round until nothing is left."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from application.privacy.ask_for_erasure import erasure_job
from application.privacy.ports import BeginPrivacyWork
from application.shared.ports import Clock
from domain.media.erase_files_job import erase_files_jobs
from domain.operations.job import JobKind, Lease, NewJob
from domain.privacy.erasure import Erased


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePerson:
    """A job. Each round is one transaction, so that a crash anywhere leaves it to be done again.

    Credentials made before live on for up to `credentials_live`, so there is always a second round
    after that; orders under way make it come back every `again_after`.
    """

    begin: BeginPrivacyWork
    clock: Clock
    credentials_live: timedelta
    again_after: timedelta
    last_mail_waits: timedelta

    async def __call__(self, lease: Lease) -> None:
        account_id, round_no = UUID(lease.payload["account_id"]), int(lease.payload["round"])
        at = self.clock.now()
        async with self.begin() as work:
            erased = await work.traces.erase(
                account_id, at, last_mail_written_before=at - self.last_mail_waits
            )
            await work.jobs.add(_consequences(erased))
            again = erasure_job(account_id, round_no + 1)
            if round_no == 1:
                await work.jobs.add([replace(again, delay=self.credentials_live)])
            elif not erased.is_complete:
                await work.jobs.add([replace(again, delay=self.again_after)])
            await work.jobs.finish(lease)
            await work.commit()


def _consequences(erased: Erased) -> Sequence[NewJob]:
    """Pages that are open are closed, and files that nobody names any more are deleted."""
    closing = [
        NewJob(
            kind=JobKind.EXPIRE_SESSION,
            dedupe_key=f"expire-erased:{order_id}",
            payload={"order_id": str(order_id)},
        )
        for order_id in erased.open_orders
    ]
    return [*closing, *erase_files_jobs(erased.files)]
