"""A line to PostgreSQL that knows which transaction is being committed on it, and by whom.

Source: PostgreSQL, "Frontend/Backend Protocol": the client waits after Query and after Sync, and
ReadyForQuery answers both with the state that the session is in then.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy.engine import make_url

from tests.crash.boundaries import Moment, Step, Watch
from tests.crash.statements import is_commit, writes_in

HEADER_BYTES = 5
SSL_REQUEST = (80877103).to_bytes(4)
CANCEL_REQUEST = (80877102).to_bytes(4)
APPLICATION = b"application_name\0passepartout-"
IDLE = b"I"
LOST = (OSError, asyncio.IncompleteReadError)


class LineIsCut(Exception):
    """Both ends of this connection are to be lost."""


@dataclass(slots=True)
class PostgresLine:
    """`database_url` leads through it; while `open` is cleared nothing passes either way."""

    database_url: str
    open: asyncio.Event
    connections: set[asyncio.Task[None]] = field(default_factory=set)

    def drop(self) -> None:
        for connection in list(self.connections):
            connection.cancel()


@asynccontextmanager
async def postgres_line(database_url: str, watch: Watch) -> AsyncIterator[PostgresLine]:
    url = make_url(database_url)
    line = PostgresLine("", asyncio.Event())
    line.open.set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("asyncio runs every connection in a task of its own")
        line.connections.add(task)
        try:
            # Whoever does not reach the server must not reach us either.
            with suppress(*LOST, LineIsCut, asyncio.CancelledError):
                behind = await asyncio.open_connection(url.host, url.port or 5432)
                try:
                    await Session((reader, writer), behind, watch, line).run()
                finally:
                    behind[1].transport.abort()
        finally:
            writer.transport.abort()
            line.connections.discard(task)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    line.database_url = url.set(host="127.0.0.1", port=port).render_as_string(hide_password=False)
    try:
        yield line
    finally:
        server.close()
        tasks = list(line.connections)
        line.drop()
        await asyncio.gather(*tasks, return_exceptions=True)


End = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Session:
    """One connection: what it has prepared, what its transaction has changed so far."""

    def __init__(self, client: End, server: End, watch: Watch, line: PostgresLine) -> None:
        self._client, self._server, self._watch, self._line = client, server, watch, line
        self._role = ""
        self._statements: dict[bytes, str] = {}
        self._writes: list[str] = []
        self._commits = False
        self._is_idle = True
        # The step whose answer is awaited.
        self._step: Step | None = None

    async def run(self) -> None:
        if not await self._start_up():
            return
        pumps = [asyncio.create_task(each) for each in (self._requests(), self._answers())]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _start_up(self) -> bool:
        """Start-up messages have no type byte, nor has the one-byte answer to a wish for TLS."""
        while True:
            size = await self._client[0].readexactly(4)
            body = await self._client[0].readexactly(int.from_bytes(size) - 4)
            await self._line.open.wait()
            self._server[1].write(size + body)
            if body[:4] == CANCEL_REQUEST:
                await self._server[1].drain()
                return False
            if body[:4] != SSL_REQUEST:
                self._role = body.partition(APPLICATION)[2].partition(b"\0")[0].decode()
                return True
            self._client[1].write(await self._server[0].readexactly(1))

    async def _requests(self) -> None:
        while True:
            kind, message = await _message(self._client[0])
            self._note(kind, message)
            if kind in b"QS" and (step := self._boundary()):
                if self._watch.strikes(step, Moment.BEFORE):
                    raise LineIsCut
                self._step = step
            await self._line.open.wait()
            self._server[1].write(message)
            await self._server[1].drain()

    async def _answers(self) -> None:
        held = bytearray()
        while True:
            kind, message = await _message(self._server[0])
            held += message
            is_ready = kind == b"Z"
            if is_ready:
                self._is_idle = message[HEADER_BYTES:] == IDLE
                if self._is_idle:
                    self._writes.clear()
                step, self._step = self._step, None
                if step is not None and self._watch.strikes(step, Moment.AFTER):
                    raise LineIsCut
            if is_ready or self._step is None:
                await self._line.open.wait()
                self._client[1].write(held)
                held.clear()
                await self._client[1].drain()

    def _note(self, kind: bytes, message: bytes) -> None:
        body = message[HEADER_BYTES:]
        if kind == b"P":
            name, _, rest = body.partition(b"\0")
            self._statements[name] = rest.partition(b"\0")[0].decode()
        elif kind == b"B":
            self._run(self._statements.get(body.split(b"\0", 2)[1], ""))
        elif kind == b"Q":
            self._run(body.rstrip(b"\0").decode())

    def _run(self, statement: str) -> None:
        self._commits = self._commits or is_commit(statement)
        self._writes += [each for each in writes_in(statement) if each not in self._writes]

    def _boundary(self) -> Step | None:
        """A COMMIT, or a statement that commits itself, if anything was changed."""
        commits, self._commits = self._commits or self._is_idle, False
        if not commits or not self._writes:
            return None
        return Step(self._role, f"commit {' '.join(self._writes)}")


async def _message(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    header = await reader.readexactly(HEADER_BYTES)
    body = await reader.readexactly(int.from_bytes(header[1:]) - 4)
    return header[:1], header + body
