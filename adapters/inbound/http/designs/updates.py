"""The WebSocket that tells of a render until it is over."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

import msgspec
from litestar import Router, WebSocket, websocket
from litestar.datastructures import State
from litestar.exceptions import WebSocketDisconnect, WebSocketException
from litestar.params import FromPath

from adapters.inbound.http.access import Access, open_to
from adapters.inbound.http.credentials import CALLER
from adapters.inbound.http.designs.answers import RenderJobAnswer
from adapters.inbound.http.designs.open_sockets import OpenSockets
from adapters.inbound.http.sockets import chosen, closing, told
from application.designs.follow_render import FollowRender
from application.shared.outcomes import OutsideTrouble
from domain.identity.caller import Caller
from domain.identity.refusals import SessionEnded
from domain.resilience.rate_class import RateClass
from domain.shared.refusals import DomainError

Socket = WebSocket[object, object, State]
OVER = 1000
HEARTBEAT = msgspec.json.encode({"type": "heartbeat"}).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUpdates:
    """`lifetime_s` is no longer than a token lives, so that nobody listens on a dead one."""

    follow: FollowRender
    sockets: OpenSockets
    is_alive: Callable[[UUID], Awaitable[bool]]
    lifetime_s: float

    async def __call__(self, socket: Socket, job_id: UUID) -> None:
        caller: Caller = socket.scope["state"][CALLER]
        await socket.accept(subprotocols=chosen(socket))
        try:
            with self.sockets.one_more(caller.owner.id):
                await self._until_any_end(socket, caller, job_id)
        except (DomainError, OutsideTrouble) as error:
            raise closing(error) from error

    async def _until_any_end(self, socket: Socket, caller: Caller, job_id: UUID) -> None:
        telling = asyncio.create_task(self._tell(socket, caller, job_id))
        leaving = asyncio.create_task(_leave(socket))
        try:
            done, _ = await asyncio.wait(
                {telling, leaving},
                timeout=self.lifetime_s,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            for task in (telling, leaving):
                task.cancel()
            await asyncio.wait({telling, leaving})
        if telling in done:
            # Raises what was wrong.
            telling.result()
            await socket.close(code=OVER, reason="over")
        elif leaving in done:
            leaving.result()
        else:
            raise told(408, "connect_again")

    async def _tell(self, socket: Socket, caller: Caller, job_id: UUID) -> None:
        """Until the render is over."""
        last = None
        async for shown in self.follow(caller.owner, job_id):
            if last is not None:
                await self._check(caller)
            if last is not None and shown.render == last.render:
                await socket.send_data(HEARTBEAT)
            else:
                job = {"type": "job", "job": RenderJobAnswer.of(shown)}
                await socket.send_data(msgspec.json.encode(job).decode())
            last = shown

    async def _check(self, caller: Caller) -> None:
        """Raises SessionEnded: who has logged out is told nothing any more."""
        if caller.session_id is not None and not await self.is_alive(caller.session_id):
            raise SessionEnded


async def _leave(socket: Socket) -> None:
    """Return when the client has left; what it sends is refused, since nothing is expected."""
    with suppress(WebSocketDisconnect):
        await socket.receive_data(mode="text")
        raise WebSocketException(detail="nothing_expected", code=1008)


def update_routes(updates: JobUpdates) -> Router:
    @websocket("/{job_id:uuid}/updates")
    async def job_updates(socket: Socket, job_id: FromPath[UUID]) -> None:
        await updates(socket, job_id)

    return Router(
        "/api/jobs",
        route_handlers=[job_updates],
        opt=open_to(Access.BUYER, RateClass.BROWSE),
    )
