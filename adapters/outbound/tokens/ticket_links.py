"""Links to the pages of accounts, as mails bring them."""

from application.identity.ports import TicketTokens
from domain.identity.email_ticket import EmailTicket, TicketPurpose

PAGES = {
    TicketPurpose.CONFIRM: "confirm",
    TicketPurpose.CHANGE_EMAIL: "confirm",
    TicketPurpose.RESET: "reset",
}


class AccountPageLinks:
    """`pages_url` is where the shop's front end keeps these pages."""

    def __init__(self, tokens: TicketTokens, pages_url: str) -> None:
        self._tokens = tokens
        self._pages_url = pages_url.rstrip("/")

    def link_of(self, ticket: EmailTicket) -> str:
        token = self._tokens.token_of(ticket.id, ticket.purpose)
        return f"{self._pages_url}/{PAGES[ticket.purpose]}?token={token}"
