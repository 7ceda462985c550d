"""One client's HTTP/1.1 connection: requests in, ASGI calls, answers out."""

import asyncio
import logging
import socket
import struct
from email.utils import formatdate
from typing import Any
from urllib.parse import unquote

import h11

from simulators.shared.asgi import ASGIApp, ConnectionDropped, Message

log = logging.getLogger(__name__)

BODY_BYTES_MAX = 64 * 1024 * 1024
READ_BYTES = 65536
BAD_REQUEST = 400


class HttpConnection:
    """Lives as long as the client's connection; answers its requests one after the other."""

    def __init__(
        self,
        app: ASGIApp,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        port: int,
    ) -> None:
        self._app, self._reader, self._writer, self._port = app, reader, writer, port
        self._wire = h11.Connection(h11.SERVER)

    async def run(self) -> None:
        """Returns when the connection is closed, by whichever side."""
        try:
            while (request := await self._next_request()) is not None:
                await self._answer(request, await self._body())
                if self._wire.our_state is not h11.DONE or self._wire.their_state is not h11.DONE:
                    break
                self._wire.start_next_cycle()
        except h11.RemoteProtocolError as error:
            await self._say_plainly(error.error_status_hint or BAD_REQUEST)
        except ConnectionDropped:
            self._reset()
        except ConnectionError as error:
            log.debug("the client left: %s", error)
        finally:
            self._writer.close()

    async def _next_request(self) -> h11.Request | None:
        event = await self._next_event()
        return event if isinstance(event, h11.Request) else None

    async def _body(self) -> bytes:
        body = bytearray()
        while isinstance(event := await self._next_event(), h11.Data):
            body += event.data
            if len(body) > BODY_BYTES_MAX:
                raise h11.RemoteProtocolError("body too large", error_status_hint=413)
        if not isinstance(event, h11.EndOfMessage):
            raise ConnectionDropped
        return bytes(body)

    async def _next_event(self) -> Any:
        while True:
            event = self._wire.next_event()
            if event is not h11.NEED_DATA:
                return event
            if self._wire.they_are_waiting_for_100_continue:
                await self._put(h11.InformationalResponse(status_code=100, headers=[]))
            self._wire.receive_data(await self._reader.read(READ_BYTES))

    async def _answer(self, request: h11.Request, body: bytes) -> None:
        unread = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Message:
            if unread:
                return unread.pop()
            while chunk := await self._reader.read(READ_BYTES):
                # A pipelined request: kept for its turn, the client is still there.
                self._wire.receive_data(chunk)
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", []), (b"date", formatdate(usegmt=True).encode())]
                await self._put(h11.Response(status_code=message["status"], headers=headers))
            elif message["type"] == "http.response.body":
                if message.get("body") and request.method != b"HEAD":
                    await self._put(h11.Data(data=message["body"]))
                if not message.get("more_body", False):
                    await self._put(h11.EndOfMessage())

        try:
            await self._app(self._scope(request), receive, send)
        except (ConnectionDropped, ConnectionError):
            raise
        except Exception:
            log.exception("the application failed on %s", request.target.decode("latin-1"))
            await self._say_plainly(500)

    async def _put(self, event: Any) -> None:
        if data := self._wire.send(event):
            self._writer.write(data)
            await self._writer.drain()

    async def _say_plainly(self, status: int) -> None:
        if self._wire.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            headers = [("content-length", "0"), ("connection", "close")]
            await self._put(h11.Response(status_code=status, headers=headers))
            await self._put(h11.EndOfMessage())

    def _reset(self) -> None:
        # Linger 0 makes close() send RST, so that the client sees a reset, not an orderly end.
        peer: socket.socket | None = self._writer.get_extra_info("socket")
        if peer is not None:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def _scope(self, request: h11.Request) -> dict[str, Any]:
        raw_path, _, query = request.target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": request.http_version.decode(),
            "method": request.method.decode(),
            "scheme": "http",
            "path": unquote(raw_path.decode("latin-1")),
            "raw_path": raw_path,
            "query_string": query,
            "root_path": "",
            "headers": [(bytes(n), bytes(v)) for n, v in request.headers],
            "client": self._writer.get_extra_info("peername"),
            "server": ("127.0.0.1", self._port),
            "state": {},
            "extensions": {},
        }
