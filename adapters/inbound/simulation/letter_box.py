"""The mail server: it counts what it took, by what was written and by Message-ID."""

from collections import Counter

from domain.identity.email_ticket import EmailTicket
from domain.notifications.mail import Letter, Mail


class LetterBox:
    def __init__(self) -> None:
        self.taken: Counter[tuple[str, str, str]] = Counter()

    async def send(self, letter: Letter) -> None:
        self.taken[(letter.subject, letter.template.value, letter.message_id)] += 1


class PlainLetters:
    """The order's number for a subject; how letters look is tested elsewhere."""

    def render(self, mail: Mail, link: str | None = None) -> Letter:
        return Letter(
            message_id=mail.message_id,
            template=mail.template,
            recipient=mail.recipient,
            subject=str(mail.data.get("number", mail.order_id)),
            text=mail.template.value,
            html=mail.template.value,
        )


class NoLinks:
    def link_of(self, ticket: EmailTicket) -> str:
        return f"https://shop.example/{ticket.id}"
