"""The guard at the root of all routes: what no route has declared, nobody may do."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.enums import HttpMethod
from litestar.handlers import BaseRouteHandler

from adapters.inbound.http.access import ACCESS, RATE, Access
from adapters.inbound.http.credentials import CALLER, Credentials
from adapters.inbound.http.identity.cookie_sessions import FELL_BACK
from adapters.inbound.http.sockets import is_socket, refuse
from application.resilience.ports import RateLimits
from application.shared.outcomes import OutsideTrouble
from domain.identity.caller import Caller, Role
from domain.identity.refusals import LoginRequired, NotAllowed, SessionEnded
from domain.resilience.rate_class import RATE_BY_ADDRESS, RateClass
from domain.shared.refusals import DomainError

Connection = ASGIConnection[BaseRouteHandler, object, object, State]
IsAlive = Callable[[UUID], Awaitable[bool]]

LEAST = {
    Access.BUYER: Role.GUEST,
    Access.CUSTOMER: Role.CUSTOMER,
    Access.STAFF: Role.STAFF,
    Access.ADMIN: Role.ADMIN,
}


class Doorkeeper:
    """Authenticates, checks the role and counts, before anything of the request is read."""

    def __init__(
        self,
        credentials: Credentials,
        is_alive: IsAlive,
        limits: RateLimits,
        client_address: Callable[[Connection], str],
    ) -> None:
        self._credentials = credentials
        self._is_alive = is_alive
        self._limits = limits
        self._client_address = client_address

    async def __call__(self, connection: Connection, route: BaseRouteHandler) -> None:
        if not is_socket(connection):
            await self._admit(connection, route)
            return
        try:
            await self._admit(connection, route)
        except (DomainError, OutsideTrouble) as refusal:
            raise await refuse(connection, refusal) from refusal

    async def _admit(self, connection: Connection, route: BaseRouteHandler) -> None:
        # The framework's own answer to OPTIONS names the methods and touches nothing.
        if connection.scope.get("method") == HttpMethod.OPTIONS:
            return
        access = route.opt.get(ACCESS)
        if access is None:
            raise NotAllowed("This route is open to nobody.")
        if access is Access.PUBLIC:
            await self._count(route, connection)
            return
        try:
            caller = await self._credentials.authenticate(connection)
            await self._check(caller, LEAST[access])
        except DomainError:
            # Refusing is work as well, and whoever invents credentials has no end of them.
            await self._count(route, connection)
            raise
        connection.scope["state"][CALLER] = caller
        await self._count(route, connection, caller)

    async def _check(self, caller: Caller, least: Role) -> None:
        if not caller.role.includes(least):
            raise LoginRequired if caller.is_guest else NotAllowed
        if not least.includes(Role.STAFF) or caller.session_id is None:
            return
        # An access token outlives its log-in by minutes: too long for those who see everything.
        if not await self._is_alive(caller.session_id):
            raise SessionEnded

    async def _count(
        self, route: BaseRouteHandler, connection: Connection, caller: Caller | None = None
    ) -> None:
        rate_class: RateClass = route.opt[RATE]
        # Who has just become a guest could become another one with each request.
        is_new = FELL_BACK in connection.scope["state"]
        if caller is None or is_new or rate_class in RATE_BY_ADDRESS:
            key = self._client_address(connection)
        else:
            key = str(caller.owner.id)
        await self._limits.admit(rate_class, key)
