"""What identity needs: owners and accounts, the credentials that prove them, and their mails."""

from collections.abc import Collection, Mapping, Sequence
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
from domain.identity.caller import Caller
from domain.identity.email_ticket import EmailTicket, TicketPurpose
from domain.identity.erasure import Erased
from domain.identity.external_user import ExternalUser
from domain.identity.logged_in import AccessPass
from domain.identity.login_session import LoginSession, RefreshToken
from domain.identity.merge_on_log_in import MergeOnLogIn
from domain.identity.owner import GuestPass, Owner
from domain.identity.personal_export import PersonalExport
from domain.shared.origin import Origin


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


class AccessTokens(Protocol):
    """Signs what proves a log-in for some minutes."""

    def issue(self, caller: Caller, session_id: UUID, at: datetime) -> AccessPass: ...


class RefreshTokens(Protocol):
    """Makes refresh tokens; each determines its successor, which is therefore stored nowhere."""

    def new(self) -> str:
        """The first of a log-in: 256 bits from the system's source."""
        ...

    def successor_of(self, token: str) -> str: ...

    def hash_of(self, token: str) -> str:
        """What is stored of a token."""
        ...


class MergeAfterLogIn(Protocol):
    """Puts a guest's cart into the one of the account they turned out to have."""

    async def __call__(
        self, guest: Owner, account: Owner, strategy: str | None, origin: Origin
    ) -> MergeOnLogIn:
        """Without a strategy, by the shop's own.

        Refusals and outside trouble are raised: a log-in goes on without it.
        """
        ...


class CartCopies(Protocol):
    """Carts that are copied when a log-in runs out, within the same work."""

    async def copy(self, from_owner: Owner, to_owner: Owner) -> None:
        """Add copies of the lines; nothing to copy is no error. The first cart stays as it is."""
        ...


class Admins(Protocol):
    async def lock_all(self) -> frozenset[UUID]:
        """Who is an administrator; nobody else changes that until this work ends."""
        ...


class RoleWork(Work, Protocol):
    @property
    def accounts(self) -> Accounts: ...
    @property
    def admins(self) -> Admins: ...
    @property
    def logins(self) -> LoginSessions: ...


BeginRoleWork = Begin[RoleWork]


class CallerTokens(Protocol):
    """Reads any bearer token of this shop, again without asking the database."""

    def read(self, token: str, at: datetime) -> Caller:
        """Raises TokenInvalid or TokenExpired."""
        ...


class IdentityProvider(Protocol):
    """Whoever vouches for customers: this shop's own accounts, or one issuer elsewhere."""

    async def read(self, token: str, at: datetime) -> Caller:
        """Raises TokenInvalid, TokenExpired, or Unavailable while nobody could check a token."""
        ...


class WelcomeWork(Work, Protocol):
    @property
    def accounts(self) -> Accounts: ...


class Issuer(Protocol):
    """An issuer elsewhere: who a token of its is about, and what it tells of them."""

    async def read(self, token: str, at: datetime) -> ExternalUser:
        """Raises TokenInvalid, TokenExpired, or Unavailable while its keys were never had."""
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


class PersonalData(Protocol):
    """Everything the shop keeps about a person."""

    async def collect(self, owner_id: UUID) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """By kind, as it was at one moment. Values are what JSON knows, ids and moments."""
        ...


class FileSecret(Protocol):
    def __call__(self) -> str:
        """Unguessable and fit for the key of a file: 256 bits in lower-case letters and digits."""
        ...


class PersonalExports(Protocol):
    """An account has at most one export under way, by a constraint."""

    async def add_or_get(self, export: PersonalExport) -> PersonalExport:
        """The one that is under way: this one, or another that was asked for before."""
        ...

    async def latest(self, account_id: UUID) -> PersonalExport | None: ...

    async def lock(self, export_id: UUID) -> PersonalExport | None:
        """None when it was erased together with the person."""
        ...

    async def save(self, export: PersonalExport) -> None: ...

    async def outlived(
        self, ended_before: datetime, asked_before: datetime, limit: int
    ) -> Sequence[PersonalExport]:
        """Completed ones whose time is over, and ones under way that were asked for too long ago;
        the oldest first."""
        ...


class PersonalTraces(Protocol):
    """What a person leaves behind, as the one who erases it sees it.

    An order that may still be produced keeps its address, its pictures and what was frozen for the
    lab and for the payment provider; all else goes or is made anonymous. Erasing again changes
    nothing.
    """

    async def erase(
        self, owner_id: UUID, at: datetime, *, last_mail_written_before: datetime
    ) -> Erased:
        """The last mail is kept until it was sent, or was written before that moment."""
        ...

    async def forget_event_bodies(self, received_before: datetime, limit: int) -> None:
        """Whomever they speak of; that the events came is remembered. The oldest first."""
        ...

    async def forget_mails_to(self, email: str) -> None:
        """Mails to that address which belong to no order: not sent any more, and anonymous."""
        ...


class PrivacyWork(Work, Protocol):
    @property
    def accounts(self) -> Accounts: ...
    @property
    def admins(self) -> Admins: ...
    @property
    def logins(self) -> LoginSessions: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def exports(self) -> PersonalExports: ...
    @property
    def traces(self) -> PersonalTraces: ...


BeginPrivacyWork = Begin[PrivacyWork]
