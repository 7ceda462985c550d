"""A ticket sent by mail: whoever shows it back has read the mailbox it went to."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from domain.identity.refusals import TicketExpired, TicketInvalid


class TicketPurpose(StrEnum):
    CONFIRM = "confirm"
    RESET = "reset"
    CHANGE_EMAIL = "change_email"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailTicket:
    """Single use. Only a hash of its token is kept.

    A ticket to confirm carries the credentials of the sign-up that it was made for: whoever signed
    up first with somebody else's address must not have chosen the password of the person who owns
    the mailbox.
    """

    id: UUID
    account_id: UUID
    purpose: TicketPurpose
    email: str
    token_hash: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    password_hash: str | None = None
    user_name: str | None = None

    @property
    def is_used(self) -> bool:
        return self.used_at is not None

    def check(self, purposes: tuple[TicketPurpose, ...], token_hash: str, at: datetime) -> None:
        """Raises TicketInvalid or TicketExpired."""
        if self.purpose not in purposes or self.token_hash != token_hash or self.is_used:
            raise TicketInvalid
        if at >= self.expires_at:
            raise TicketExpired

    def use(self, at: datetime) -> Self:
        """Credentials that were applied or refused are not kept any longer."""
        return replace(self, used_at=at, password_hash=None, user_name=None)
