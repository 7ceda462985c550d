"""Log out, on this device or on all of them."""

from dataclasses import dataclass

from application.identity.ports import BeginIdentityWork
from application.shared.ports import Clock
from domain.identity.caller import Caller

LOGGED_OUT = "logged_out"
EVERYWHERE = "logged_out_everywhere"


@dataclass(frozen=True, slots=True, kw_only=True)
class LogOut:
    """Logging out again changes nothing. Access tokens end by themselves, within minutes."""

    begin: BeginIdentityWork
    clock: Clock

    async def __call__(self, caller: Caller, *, everywhere: bool = False) -> None:
        now = self.clock.now()
        async with self.begin() as work:
            if everywhere:
                await work.logins.end_all(caller.owner.id, now, EVERYWHERE)
            elif caller.session_id is not None:
                await work.logins.end(caller.session_id, now, LOGGED_OUT)
            await work.commit()
