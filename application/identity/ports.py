"""What identity needs: guests and accounts, what proves them, and the mails about them."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.carts.ports import Carts
from application.notifications.ports import Mails
from application.operations.ports import Jobs, Replies
from application.shared.begin import Begin
from application.shared.outcomes import Unavailable
from application.shared.work import Work
from domain.identity.account import Account
from domain.identity.address_book import AddressBook
from domain.identity.email_ticket import EmailTicket, TicketPurpose
from domain.identity.login_session import LoginSession, RefreshToken
from domain.identity.owner import GuestPass, Owner


class GuestTokens(Protocol):
    """Signs and reads guest tokens without asking the database, so that reading is free."""

    def issue(self, owner: Owner, at: datetime) -> GuestPass: ...

    def read(self, token: str, at: datetime) -> Owner:
        """Raises TokenInvalid or TokenExpired."""
        ...


class Accounts(Protocol):
    """An e-mail address belongs to one account; an erased account has given its address back."""

    async def add(self, account: Account) -> bool:
        """False when the e-mail is taken, also by somebody who is adding it at this moment."""
        ...

    async def get(self, account_id: UUID) -> Account:
        """Raises AccountNotFound."""
        ...

    async def find_by_email(self, email: str) -> Account | None:
        """By the canonical address; erased accounts are not found."""
        ...

    async def lock(self, account_id: UUID) -> Account:
        """Nobody else changes it until this work ends. Raises AccountNotFound."""
        ...

    async def forget_unconfirmed(self, before: datetime, limit: int) -> int:
        """Delete up to `limit` accounts made before then that nobody confirmed, with their mails.

        Not one that has a ticket by which it could still be confirmed. How many were deleted.
        """
        ...

    async def save(self, account: Account) -> None:
        """Raises EmailTaken when its e-mail belongs to another by now, AccountNotFound."""
        ...


class EmailTickets(Protocol):
    """Whoever changes the tickets of an account holds the account's lock."""

    async def add(self, ticket: EmailTicket) -> None: ...

    async def find(self, ticket_id: UUID) -> EmailTicket | None: ...

    async def use(self, ticket_id: UUID, at: datetime) -> bool:
        """False when it was used before: of many who try at once exactly one is answered True."""
        ...

    async def use_up(
        self, account_id: UUID, purposes: Collection[TicketPurpose], at: datetime
    ) -> int:
        """No open ticket of the account for these purposes opens anything any more; how many."""
        ...

    async def forget(self, expired_before: datetime, limit: int) -> int:
        """Delete up to `limit` tickets that ran out before then; how many."""
        ...


class TicketTokens(Protocol):
    """Derives the token of a ticket from a secret, so that the database cannot give it away."""

    def token_of(self, ticket_id: UUID, purpose: TicketPurpose) -> str: ...

    def hash_of(self, token: str) -> str:
        """What is stored of a token."""
        ...

    def read(self, token: str) -> UUID:
        """The ticket's id. Raises TicketInvalid for a token that this shop never made."""
        ...


class PasswordHashingBusy(Unavailable):
    """All hashers had work for longer than a buyer should wait."""

    code = "password_hashing_busy"


class Passwords(Protocol):
    """Hashes with salt and a bounded number at a time. Raises PasswordHashingBusy."""

    async def hash(self, password: str) -> str: ...

    async def verify(self, password: str, password_hash: str | None) -> bool:
        """None: spends the same time against a dummy and answers False."""
        ...

    def needs_rehash(self, password_hash: str) -> bool:
        """It was made with other parameters than are used today."""
        ...


class LoginSessions(Protocol):
    """One log-in on one device each, alive until it is ended or runs out."""

    async def add(self, session: LoginSession, token: RefreshToken) -> None: ...

    async def lock_by_token(self, token_hash: str) -> tuple[LoginSession, RefreshToken] | None:
        """With the token as it was issued; nobody else changes the log-in until this work ends."""
        ...

    async def save(self, session: LoginSession, newest: RefreshToken | None = None) -> None:
        """With the token that was made in this work, if there is one."""
        ...

    async def end(self, session_id: UUID, at: datetime, reason: str) -> None:
        """Does nothing when it has ended already, or never was."""
        ...

    async def is_alive(self, session_id: UUID) -> bool: ...

    async def end_all(
        self, account_id: UUID, at: datetime, reason: str, except_for: UUID | None = None
    ) -> int:
        """End every session of the account but `except_for`; how many there were."""
        ...

    async def forget(self, over_before: datetime, unused_since: datetime, limit: int) -> int:
        """At most so many that ended or ran out before that, or were last renewed before the
        other moment; how many there were."""
        ...


class IdentityWork(Work, Protocol):
    @property
    def accounts(self) -> Accounts: ...
    @property
    def tickets(self) -> EmailTickets: ...
    @property
    def logins(self) -> LoginSessions: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def carts(self) -> Carts: ...


BeginIdentityWork = Begin[IdentityWork]


class Admins(Protocol):
    async def lock_all(self) -> frozenset[UUID]:
        """Who is an administrator; nobody else changes that until this work ends."""
        ...


class Addresses(Protocol):
    """Address books; at most one default each, by a constraint."""

    async def read(self, owner_id: UUID) -> AddressBook:
        """In the order the addresses were added."""
        ...

    async def lock(self, owner_id: UUID) -> AddressBook:
        """Also an empty book: nobody else changes it until this work ends."""
        ...

    async def save(self, before: AddressBook, after: AddressBook) -> None:
        """Write the difference; the book must have been locked in this work."""
        ...


class AddressWork(Work, Protocol):
    @property
    def addresses(self) -> Addresses: ...
    @property
    def replies(self) -> Replies: ...


BeginAddressWork = Begin[AddressWork]
