"""Somebody who waits for the mails to an address, and follows the links in them."""

import asyncio
import re
from dataclasses import dataclass

import httpx

from adapters.inbound.demo.mailbox import Mail, read_mails

PATIENCE_S = 20.0
TOKEN = re.compile(r"/account/(confirm|reset)\?token=([\w-]+)")


@dataclass(frozen=True, slots=True)
class MailReader:
    http: httpx.AsyncClient

    async def wait(self, recipient: str, count: int) -> list[Mail]:
        """At least so many mails, the oldest first. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                found = await read_mails(self.http, recipient)
                if len(found) >= count:
                    return found
                await asyncio.sleep(0.1)

    async def token(self, recipient: str, subject: str) -> str:
        """Of the link in the newest mail with that subject. Raises TimeoutError."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for mail in reversed(await read_mails(self.http, recipient)):
                    if mail.subject == subject:
                        return await self._token_in(mail)
                await asyncio.sleep(0.1)

    async def _token_in(self, mail: Mail) -> str:
        body = await self.http.get(f"{mail.path}/body")
        found = TOKEN.search(body.text)
        assert found, body.text
        return found[2]
