"""What mail needs: letters written down, rendered and sent."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.operations.ports import Jobs
from application.shared.begin import Begin
from application.shared.work import Work
from domain.identity.email_ticket import EmailTicket
from domain.notifications.mail import Letter, Mail, Template


class Mails(Protocol):
    """`dedupe_key` is unique: one mail per (order, template)."""

    async def add(self, mail: Mail) -> bool:
        """False when that mail was written down before."""
        ...

    async def get(self, mail_id: UUID) -> Mail: ...

    async def mark_sent(self, mail_id: UUID, at: datetime) -> None: ...

    async def count_since(self, recipient: str, template: Template, since: datetime) -> int:
        """How many of the kind were written to that address at `since` or later."""
        ...


class MailedTickets(Protocol):
    async def find(self, ticket_id: UUID) -> EmailTicket | None: ...


class TicketLinks(Protocol):
    def link_of(self, ticket: EmailTicket) -> str:
        """The address of the page on which the ticket is shown back."""
        ...


class Letters(Protocol):
    def render(self, mail: Mail, link: str | None = None) -> Letter:
        """Subject, plain text and HTML in the mail's template, with the link of its ticket."""
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


class SendingWork(MailWork, Protocol):
    @property
    def tickets(self) -> MailedTickets: ...


BeginSendingWork = Begin[SendingWork]
