"""Closes the routes of own accounts while an issuer elsewhere keeps them."""

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.enums import HttpMethod
from litestar.handlers import BaseRouteHandler

from domain.identity.logged_in import LoggedIn
from domain.identity.refusals import AccountsElsewhere

Connection = ASGIConnection[BaseRouteHandler, object, object, State]

# All of them but the guest's; and what of a profile only its issuer can change.
SIGNING_IN = "/api/auth/"
OPEN = frozenset({"/api/auth/guest"})
ISSUERS_MATTER = frozenset({"/api/profiles/email", "/api/profiles/password"})
# A role that is given here would be one that no token tells.
ROLES = "/api/admin/users/"


class AccountsAreElsewhere:
    """By address and not by route, so that a route added later is closed as well."""

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer

    def __call__(self, connection: Connection, _: BaseRouteHandler) -> None:
        path = connection.scope["path"].rstrip("/")
        gives_role = path.startswith(ROLES) and connection.scope.get("method") == HttpMethod.PUT
        is_about_accounts = path.startswith(SIGNING_IN) or path in ISSUERS_MATTER or gives_role
        if is_about_accounts and path not in OPEN:
            raise AccountsElsewhere(facts={"issuer": self._issuer})


def closed_by_issuer(issuer: str) -> tuple[AccountsAreElsewhere, ...]:
    """The guards that an issuer brings with it; none without one."""
    return (AccountsAreElsewhere(issuer),) if issuer else ()


async def no_renewal(_: str) -> LoggedIn:
    """Stands in for the renewal of log-ins: those from before the issuer came are over."""
    raise AccountsElsewhere
