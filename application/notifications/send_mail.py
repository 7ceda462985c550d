"""Send a mail that was written down, and note that it went out."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from application.notifications.ports import BeginSendingWork, Letters, Mailer, TicketLinks
from application.shared.outcomes import OutcomeUnknown, Unavailable
from application.shared.ports import Clock
from domain.operations.job import Lease


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMail:
    """A job. A crash between sending and noting sends it again, with the same Message-ID.

    A mail whose ticket is gone has nothing to say any more and is not sent, and neither is one to a
    person who was erased.
    """

    begin: BeginSendingWork
    letters: Letters
    links: TicketLinks
    mailer: Mailer
    clock: Clock
    pause_s: float = 0.2

    async def __call__(self, lease: Lease) -> None:
        mail_id = UUID(lease.payload["mail_id"])
        async with self.begin(reading=True) as work:
            mail = await work.mails.get(mail_id)
            ticket = await work.tickets.find(mail.ticket_id) if mail.ticket_id else None
        is_void = mail.ticket_id is not None and (ticket is None or ticket.used_at is not None)
        is_new = mail.sent_at is None and not is_void and not mail.is_erased
        if is_new:
            link = self.links.link_of(ticket) if ticket else None
            await self.mailer.send(self.letters.render(mail, link))
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
