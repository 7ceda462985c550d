"""Users of another issuer, each written down here the first time this process sees them."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

import structlog

from application.identity.login_ports import Issuer
from application.shared.outcomes import OutsideTrouble
from domain.identity.caller import Caller
from domain.identity.external_user import ExternalUser

log = structlog.get_logger("issuer")

Welcome = Callable[[ExternalUser], Awaitable[None]]


class WelcomedIdentityProvider:
    """A request waits for the writing `wait_s` at most: who somebody is does not depend on it."""

    def __init__(
        self, issuer: Issuer, welcome: Welcome, *, wait_s: float, remembered_max: int
    ) -> None:
        self._issuer = issuer
        self._welcome = welcome
        self._wait_s = wait_s
        self._remembered_max = remembered_max
        self._welcomed: OrderedDict[UUID, None] = OrderedDict()
        self._writing: dict[UUID, asyncio.Task[None]] = {}

    async def read(self, token: str, at: datetime) -> Caller:
        """Raises TokenInvalid, TokenExpired, or Unavailable while no keys are to be had."""
        user = await self._issuer.read(token, at)
        if not user.caller.is_guest:
            await self._see(user)
        return user.caller

    async def aclose(self) -> None:
        """What is being written is written to the end."""
        await asyncio.gather(*self._writing.values(), return_exceptions=True)

    async def _see(self, user: ExternalUser) -> None:
        who = user.caller.owner.id
        if who in self._welcomed:
            self._welcomed.move_to_end(who)
            return
        if who not in self._writing:
            self._writing[who] = asyncio.create_task(self._write(user))
        writing = self._writing[who]
        # Waits without cancelling: whoever gives up leaves the writing to itself.
        written, _ = await asyncio.wait({writing}, timeout=self._wait_s)
        if written:
            # A fault of ours must not be hidden in a task.
            writing.result()

    async def _write(self, user: ExternalUser) -> None:
        who = user.caller.owner.id
        try:
            await self._welcome(user)
            self._remember(who)
        except OutsideTrouble as error:
            # The next request of this user tries again; this one goes on without a profile.
            log.warning("external_user_not_welcomed", user_id=str(who), error=str(error))
        finally:
            del self._writing[who]

    def _remember(self, who: UUID) -> None:
        self._welcomed[who] = None
        if len(self._welcomed) > self._remembered_max:
            self._welcomed.popitem(last=False)
