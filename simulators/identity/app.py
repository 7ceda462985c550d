"""The whole simulator as one ASGI application."""

import contextlib
from collections.abc import AsyncIterator

from simulators.identity import key_ring
from simulators.identity.control_routes import add_control_routes
from simulators.identity.documents import DISCOVERY, ELSEWHERE, JWKS, Documents
from simulators.identity.key_ring import KeyRing
from simulators.identity.settings import Settings
from simulators.shared import request_log
from simulators.shared.asgi import ASGIApp, Receive, Scope, Send, send_answer
from simulators.shared.fault_rules import FaultRules
from simulators.shared.faults import with_faults
from simulators.shared.request_log import with_request_log
from simulators.shared.routing import Endpoint, Routes, json_answer, read_call
from simulators.shared.store import open_store

COUNTED = {DISCOVERY: "discovery", JWKS: "jwks", ELSEWHERE: "elsewhere"}


@contextlib.asynccontextmanager
async def running_app(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application, with its store open."""
    store = open_store(settings.data_dir, "identity.sqlite3", key_ring.SCHEMA, request_log.SCHEMA)
    ring = KeyRing(store)
    documents = Documents(ring, settings)
    app = with_faults(_dispatcher(ring, documents, settings), FaultRules())
    try:
        yield with_request_log(_counted(app, documents), store)
    finally:
        store.close()


def _dispatcher(ring: KeyRing, documents: Documents, settings: Settings) -> ASGIApp:
    routes: Routes[Endpoint] = Routes()
    routes.add("GET", DISCOVERY, documents.discovery)
    routes.add("GET", JWKS, documents.jwks)
    routes.add("GET", ELSEWHERE, documents.elsewhere)
    add_control_routes(routes, ring, documents, settings)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        call = await read_call(scope, receive)
        answer = json_answer(404, {"error": "not found"})
        if found := routes.find(call.method, call.path):
            endpoint, fields = found
            answer = await endpoint(call.with_fields(fields))
        await send_answer(send, answer.status, answer.body, answer.headers)

    return dispatch


def _counted(app: ASGIApp, documents: Documents) -> ASGIApp:
    """Outside the faults, so that a fetch counts however it ends."""

    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] in COUNTED:
            documents.fetches[COUNTED[scope["path"]]] += 1
        await app(scope, receive, send)

    return counted
