"""What log-ins need beside accounts: tokens, whoever vouches for a customer, and their cart."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from application.identity.ports import Accounts, Admins, LoginSessions
from application.shared.begin import Begin
from application.shared.work import Work
from domain.identity.caller import Caller
from domain.identity.external_user import ExternalUser
from domain.identity.logged_in import AccessPass
from domain.identity.merge_on_log_in import MergeOnLogIn
from domain.identity.owner import Owner
from domain.shared.origin import Origin


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
