"""A mail server that keeps every mail, and may be lost before or after it has taken one."""

import asyncio
import email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from typing import Any

from aiosmtpd.smtp import SMTP

from tests.crash.boundaries import Moment, Step, Watch


@dataclass(slots=True)
class PostOffice:
    watch: Watch
    url: str = ""
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=MAIL_POLICY)
        step = Step("worker", f"mail {message['X-Template']}")
        if self.watch.strikes(step, Moment.BEFORE):
            server.transport.abort()
            return "421 Gone"
        self.taken.append(message)
        if self.watch.strikes(step, Moment.AFTER):
            server.transport.abort()
        return "250 OK"


@asynccontextmanager
async def post_office(watch: Watch) -> AsyncIterator[PostOffice]:
    office, loop = PostOffice(watch), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(office, loop=loop), "127.0.0.1", 0)
    office.url = f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield office
    finally:
        server.close()
