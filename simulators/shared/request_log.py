"""ASGI middleware that remembers every API call, so that tests can count calls and effects.

    GET    /_control/requests[?path=/v1/refunds][&method=POST]   oldest first
    DELETE /_control/requests                                    forget them
    GET    /_control/health                                      {"status": "ok"}

Each call: method, path, query, idempotency_key, body (as text), at (epoch seconds), status (null:
no answer was sent), replayed. It stands outside the fault middleware, to see what the client sees.
"""

import json
import sqlite3
import time
from urllib.parse import parse_qs

from simulators.shared.asgi import ASGIApp, Message, Receive, Scope, Send, read_body, send_answer

SCHEMA = """
create table if not exists request_log (
    number integer primary key, method text not null, path text not null, query text not null,
    idempotency_key text, body text not null, at real not null, status integer,
    replayed integer not null default 0);
"""
JSON = [("content-type", "application/json")]


def with_request_log(
    app: ASGIApp, store: sqlite3.Connection, *, untouched: tuple[str, ...] = ()
) -> ASGIApp:
    """The application, with its calls written to `store` (which must have this module's SCHEMA)."""

    async def logged(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"] == "/_control/health":
            await send_answer(send, 200, b'{"status": "ok"}', JSON)
        elif scope["path"] == "/_control/requests":
            await _control(store, scope, send)
        elif scope["path"].startswith(("/_control/", *untouched)):
            await app(scope, receive, send)
        else:
            await _record(app, store, scope, receive, send)

    return logged


async def _record(
    app: ASGIApp, store: sqlite3.Connection, scope: Scope, receive: Receive, send: Send
) -> None:
    headers = {n.decode().lower(): v.decode("latin-1") for n, v in scope["headers"]}
    body = await read_body(receive)
    number = store.execute(
        "insert into request_log (method, path, query, idempotency_key, body, at)"
        " values (?, ?, ?, ?, ?, ?)",
        (
            scope["method"],
            scope["path"],
            scope["query_string"].decode("latin-1"),
            headers.get("idempotency-key"),
            body.decode("utf-8", "replace"),
            time.time(),
        ),
    ).lastrowid
    unread = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive_again() -> Message:
        return unread.pop() if unread else await receive()

    async def note_status(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {bytes(name).lower() for name, _ in message["headers"]}
            store.execute(
                "update request_log set status = ?, replayed = ? where number = ?",
                (message["status"], b"idempotent-replayed" in names, number),
            )
        await send(message)

    await app(scope, receive_again, note_status)


async def _control(store: sqlite3.Connection, scope: Scope, send: Send) -> None:
    if scope["method"] == "DELETE":
        store.execute("delete from request_log")
    asked = parse_qs(scope["query_string"].decode("latin-1"))
    rows = store.execute(
        "select * from request_log where (:path is null or path = :path)"
        " and (:method is null or method = :method) order by number",
        {name: asked.get(name, [None])[0] for name in ("path", "method")},
    ).fetchall()
    listed = [{**dict(row), "replayed": bool(row["replayed"])} for row in rows]
    await send_answer(send, 200, json.dumps({"requests": listed}).encode(), JSON)
