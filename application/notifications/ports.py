"""What mail needs: letters written down, rendered and sent."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.operations.ports import Jobs
from application.shared.begin import Begin
from application.shared.work import Work
from domain.notifications.mail import Letter, Mail


class Mails(Protocol):
    """`dedupe_key` is unique: one mail per (order, template)."""

    async def add(self, mail: Mail) -> bool:
        """False when that mail was written down before."""
        ...

    async def get(self, mail_id: UUID) -> Mail: ...

    async def mark_sent(self, mail_id: UUID, at: datetime) -> None: ...


class Letters(Protocol):
    def render(self, mail: Mail) -> Letter:
        """Subject, plain text and HTML in the mail's template."""
        ...


class Mailer(Protocol):
    async def send(self, letter: Letter) -> None:
        """Hand it over. Raises Unavailable (again later) or Rejected (that address never)."""
        ...


class MailWork(Work, Protocol):
    @property
    def mails(self) -> Mails: ...
    @property
    def jobs(self) -> Jobs: ...


BeginMailWork = Begin[MailWork]
