"""Send a mail that was written down, and note that it went out."""

from dataclasses import dataclass
from uuid import UUID

from application.notifications.ports import BeginMailWork, Letters, Mailer
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMail:
    """A job. A crash between sending and noting sends it again, with the same Message-ID."""

    begin: BeginMailWork
    letters: Letters
    mailer: Mailer
    clock: Clock

    async def __call__(self, lease: Lease) -> None:
        mail_id = UUID(lease.payload["mail_id"])
        async with self.begin(reading=True) as work:
            mail = await work.mails.get(mail_id)
        if mail.sent_at is None:
            await self.mailer.send(self.letters.render(mail))
        async with self.begin() as work:
            if mail.sent_at is None:
                await work.mails.mark_sent(mail_id, self.clock.now())
            await work.jobs.finish(lease)
            await work.commit()
