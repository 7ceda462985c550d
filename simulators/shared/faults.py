"""ASGI middleware that lets API calls go wrong, steered by `/_control/faults`.

    GET    /_control/faults   the rules in force, with the `times` that are left
    PUT    /_control/faults   replace them: a JSON list of rules (or `{"faults": [...]}`)
    DELETE /_control/faults   everything works again

A rule: `{"match": {"method": "POST", "path": "/v1/checkout/sessions"}, "fault": "reset",
"when": "after", "seconds": 2, "times": 1, "probability": 1.0}`; `*` in a path matches anything.

    latency            answer `seconds` later; `when`: before, during or after the effect
    hang               never answer: hold the connection for `seconds`, or until the client leaves
    reset              close the connection without an answer, before or after the effect
    garbage            answer 200 with bytes that nobody promised, before or after the effect
    status_429         refuse before anything happens (any 4xx or 5xx may be named)
    status_500_before  fail before anything happens; nothing is remembered
    status_500_after   the effect happens and is stored, its answer is replaced by a 500
    status_500_stored  the application itself fails and remembers that (see `stored_failure`)

A rule with `webhook` instead of `fault` (drop, duplicate, reorder, delay) is for the sender of
webhooks, which asks `FaultRules.take_for_webhook`. Paths under `/_control/` and those named in
`untouched` never go wrong.
"""

import asyncio
import json
from collections.abc import Callable

import msgspec

from simulators.shared.asgi import (
    ASGIApp,
    ConnectionDropped,
    Message,
    Receive,
    Scope,
    Send,
    read_body,
    send_answer,
)
from simulators.shared.fault_rules import FaultRule, FaultRules

JSON = [("content-type", "application/json")]
GARBAGE = b'<html><body>It works!</body></html>\x00\xff{"id": "'
FAULT = "simulator.fault"

ErrorAnswer = Callable[[int], tuple[bytes, list[tuple[str, str]]]]


def plain_error(status: int) -> tuple[bytes, list[tuple[str, str]]]:
    """Body and headers of an injected error for an API without a body form of its own."""
    return json.dumps({"error": f"injected {status}"}).encode(), JSON


def with_faults(
    app: ASGIApp,
    rules: FaultRules,
    *,
    error_answer: ErrorAnswer = plain_error,
    untouched: tuple[str, ...] = (),
) -> ASGIApp:
    """The application, going wrong by the rules; `error_answer` words the injected statuses."""

    async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
        elif scope["path"] == "/_control/faults":
            await _control(rules, scope["method"], receive, send)
        elif scope["path"].startswith(("/_control/", *untouched)):
            await app(scope, receive, send)
        else:
            rule = rules.take_for_call(scope["method"], scope["path"])
            if rule is not None:
                scope["state"] = {**scope.get("state", {}), FAULT: rule}
            await _call(app, rule, scope, receive, send, error_answer)

    return faulty


async def pause_during(scope: Scope) -> None:
    """An application awaits this in the middle of its work, so that a call can be in flight."""
    rule: FaultRule | None = scope.get("state", {}).get(FAULT)
    if rule and rule.moment == "during" and rule.fault in {"latency", "hang"}:
        await asyncio.sleep(rule.seconds or (1.0 if rule.fault == "latency" else 3600.0))


def stored_failure(scope: Scope) -> int | None:
    """The status with which the application must itself fail, and which it must remember."""
    rule: FaultRule | None = scope.get("state", {}).get(FAULT)
    return rule.status if rule and rule.moment == "stored" else None


async def _call(
    app: ASGIApp,
    rule: FaultRule | None,
    scope: Scope,
    receive: Receive,
    send: Send,
    error_answer: ErrorAnswer,
) -> None:
    if rule is None or rule.moment in {"during", "stored"}:
        await app(scope, receive, send)
        return
    if rule.moment == "before":
        await _strike(rule, receive, send, error_answer)
        if rule.fault == "latency":
            await app(scope, receive, send)
        return

    answer: list[Message] = []

    async def keep(message: Message) -> None:
        answer.append(message)

    await app(scope, receive, keep)
    await _strike(rule, receive, send, error_answer)
    if rule.fault == "latency":
        for message in answer:
            await send(message)


async def _strike(rule: FaultRule, receive: Receive, send: Send, error_answer: ErrorAnswer) -> None:
    if rule.status is not None:
        body, headers = error_answer(rule.status)
        await send_answer(send, rule.status, body, headers)
    elif rule.fault == "latency":
        await asyncio.sleep(rule.seconds or 1.0)
    elif rule.fault == "garbage":
        await send_answer(send, 200, GARBAGE, JSON)
    elif rule.fault == "reset":
        raise ConnectionDropped
    else:
        await _hang(rule.seconds, receive)


async def _hang(seconds: float | None, receive: Receive) -> None:
    async def until_the_client_leaves() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass

    await asyncio.wait({asyncio.ensure_future(until_the_client_leaves())}, timeout=seconds)
    raise ConnectionDropped


async def _control(rules: FaultRules, method: str, receive: Receive, send: Send) -> None:
    if method == "PUT":
        try:
            given = msgspec.json.decode(await read_body(receive))
            listed = given["faults"] if isinstance(given, dict) else given
            rules.replace(msgspec.convert(listed, list[FaultRule]))
        except (KeyError, msgspec.MsgspecError) as error:
            body = json.dumps({"error": f"these are not fault rules: {error}"}).encode()
            await send_answer(send, 400, body, JSON)
            return
    elif method == "DELETE":
        rules.replace([])
    elif method != "GET":
        await send_answer(send, 405, b"", [("allow", "GET, PUT, DELETE")])
        return
    await send_answer(send, 200, json.dumps({"faults": rules.as_data()}).encode(), JSON)
