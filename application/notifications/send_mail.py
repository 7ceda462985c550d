"""Send a mail that was written down, and note that it went out."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from application.notifications.ports import BeginMailWork, Letters, Mailer
from application.shared.outcomes import OutcomeUnknown, Unavailable
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMail:
    """A job. A crash between sending and noting sends it again, with the same Message-ID."""

    begin: BeginMailWork
    letters: Letters
    mailer: Mailer
    clock: Clock
    pause_s: float = 0.2

    async def __call__(self, lease: Lease) -> None:
        mail_id = UUID(lease.payload["mail_id"])
        async with self.begin(reading=True) as work:
            mail = await work.mails.get(mail_id)
        is_new = mail.sent_at is None
        if is_new:
            await self.mailer.send(self.letters.render(mail))
        await self._note(mail_id, lease, is_new=is_new)

    async def _note(self, mail_id: UUID, lease: Lease, *, is_new: bool) -> None:
        """While the database is out, waiting for it is better than sending the mail again."""
        while True:
            try:
                async with self.begin() as work:
                    if is_new:
                        await work.mails.mark_sent(mail_id, self.clock.now())
                    await work.jobs.finish(lease)
                    return await work.commit()
            except (Unavailable, OutcomeUnknown):
                await asyncio.sleep(self.pause_s)
