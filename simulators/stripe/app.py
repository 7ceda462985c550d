"""The whole simulator as one ASGI application."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

from simulators.shared.asgi import ASGIApp, Receive, Scope, Send, send_answer
from simulators.shared.fault_rules import FaultRules
from simulators.shared.faults import with_faults
from simulators.shared.request_log import SCHEMA as REQUEST_LOG
from simulators.shared.request_log import with_request_log
from simulators.shared.routing import Answer, Call, Endpoint, Routes, read_call
from simulators.shared.store import open_store, transaction
from simulators.stripe import events, idempotency, records
from simulators.stripe.api import Api, injected_error
from simulators.stripe.control import add_control_routes
from simulators.stripe.ledger import Ledger, open_ledger
from simulators.stripe.pay_page import PayPage
from simulators.stripe.sessions import expire_due_sessions
from simulators.stripe.settings import Settings
from simulators.stripe.webhooks import WebhookSender

log = logging.getLogger(__name__)

EXPIRY_EVERY_S = 1.0


@contextlib.asynccontextmanager
async def running_app(settings: Settings) -> AsyncIterator[ASGIApp]:
    """The application, with its store open and its background work going on."""
    store = open_store(
        settings.data_dir,
        "stripe.sqlite3",
        *(records.SCHEMA, events.SCHEMA, idempotency.SCHEMA, REQUEST_LOG),
    )
    ledger, faults = open_ledger(store, settings), FaultRules()
    background = [
        asyncio.create_task(WebhookSender(store, ledger.events, settings, faults).run()),
        asyncio.create_task(_expire_for_ever(ledger)),
    ]
    for task in background:
        task.add_done_callback(_report_its_end)
    app = with_faults(
        _dispatcher(ledger), faults, error_answer=injected_error, untouched=("/pay/",)
    )
    try:
        yield with_request_log(app, store, untouched=("/pay/",))
    finally:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        store.close()


def _dispatcher(ledger: Ledger) -> ASGIApp:
    api, page = Api(ledger), PayPage(ledger)
    routes: Routes[Endpoint] = Routes()
    routes.add("GET", "/pay/{id}", page.show)
    routes.add("POST", "/pay/{id}", page.press)
    add_control_routes(routes, ledger)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        call = await read_call(scope, receive)
        answer = await _answer(api, routes, call)
        await send_answer(send, answer.status, answer.body, answer.headers)

    return dispatch


async def _answer(api: Api, routes: Routes[Endpoint], call: Call) -> Answer:
    if found := routes.find(call.method, call.path):
        endpoint, fields = found
        return await endpoint(call.with_fields(fields))
    if call.path.startswith(("/_control/", "/pay/")) or call.path == "/":
        return Answer(404, b"not found", [("Content-Type", "text/plain")])
    return await api.answer(call)


def _report_its_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.critical("background work ended; restart the simulator", exc_info=error)


async def _expire_for_ever(ledger: Ledger) -> None:
    while True:
        with transaction(ledger.store):
            expire_due_sessions(ledger)
        await asyncio.sleep(EXPIRY_EVERY_S)
