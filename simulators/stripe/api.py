"""The API proper: credentials, limiter, parameters, idempotency, effect, answer."""

import json
import logging
from typing import Any

from simulators.shared.faults import pause_during, stored_failure
from simulators.shared.routing import Answer, Call
from simulators.shared.store import transaction
from simulators.stripe.credentials import check_credentials, check_version
from simulators.stripe.endpoints import ApiEndpoint, api_routes
from simulators.stripe.events import cause
from simulators.stripe.expansion import expanded
from simulators.stripe.forms import read_form
from simulators.stripe.idempotency import IdempotencyKeys, StoredResult, fingerprint_of
from simulators.stripe.ids import new_id
from simulators.stripe.ledger import Ledger
from simulators.stripe.rate_limits import RateLimits
from simulators.stripe.refusals import ApiRefusal
from simulators.stripe.settings import API_VERSION

log = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
Headers = list[tuple[str, str]]


class Api:
    """Answers every path under /v1/."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._keys = IdempotencyKeys(ledger.store)
        self._limits = RateLimits(ledger.settings.rate_limit)
        self._routes = api_routes()

    async def answer(self, call: Call) -> Answer:
        """Never raises a refusal: it becomes Stripe's error body."""
        request_id = new_id("req", 14)
        key = call.headers.get("idempotency-key") if call.method == "POST" else None
        headers: Headers = [
            ("Content-Type", "application/json"),
            ("Request-Id", request_id),
            ("Stripe-Version", call.headers.get("stripe-version", API_VERSION)),
        ]
        if key is not None:
            headers.append(("Idempotency-Key", key))
        try:
            status, body, extra = await self._execute(call, key, request_id)
        except ApiRefusal as refusal:
            # Only a key that is in flight may succeed by itself later.
            retry = "true" if refusal.status == 409 else "false"
            status, body = refusal.status, pretty(refusal.body)
            extra = [("Stripe-Should-Retry", retry)]
            if refusal.status == 429:
                extra = [("Stripe-Rate-Limited-Reason", "endpoint-rate")]
        return Answer(status, body.encode(), headers + extra)

    async def _execute(
        self, call: Call, key: str | None, request_id: str
    ) -> tuple[int, str, Headers]:
        check_credentials(call.headers.get("authorization"), self._ledger.settings.api_key)
        check_version(call.headers.get("stripe-version"))
        found = self._routes.find(call.method, call.path)
        if found is None:
            raise ApiRefusal(f"Unrecognized request URL ({call.method}: {call.path}).", status=404)
        endpoint, fields = found
        if not self._limits.admit(endpoint):
            raise ApiRefusal("Request rate limit exceeded.", code="rate_limit", status=429)
        raw = read_form(_encoded(call))
        given = endpoint.read(raw, "")
        if key is None:
            await pause_during(call.scope)
            result = self._act(endpoint, given, fields, call)
            return result.status, result.body, []

        print_of_call = fingerprint_of(call.method, call.path, raw)
        if stored := self._keys.claim(key, print_of_call, self._ledger.clock.now()):
            return stored.status, stored.body, [("Idempotent-Replayed", "true")]
        token = cause.set({"id": request_id, "idempotency_key": key})
        try:
            await pause_during(call.scope)
            result = self._act(endpoint, given, fields, call, key, print_of_call)
        finally:
            cause.reset(token)
            self._keys.release(key)
        return result.status, result.body, []

    def _act(
        self,
        endpoint: ApiEndpoint,
        given: dict[str, Any],
        fields: dict[str, str],
        call: Call,
        key: str | None = None,
        fingerprint: str = "",
    ) -> StoredResult:
        """The effect, its events and the stored result commit together."""
        now = self._ledger.clock.now()
        try:
            with transaction(self._ledger.store):
                if failure := stored_failure(call.scope):
                    raise ApiRefusal("Something went wrong.", status=failure, kind="api_error")
                record = endpoint.act(self._ledger, given, fields)
                record = expanded(self._ledger, record, given.get("expand", []))
                result = StoredResult(200, pretty(record))
                if key is not None:
                    self._keys.keep(key, fingerprint, result, now)
        except ApiRefusal as refusal:
            result = StoredResult(refusal.status, pretty(refusal.body))
            if key is not None:
                self._keys.keep(key, fingerprint, result, now)
        return result


def injected_error(status: int) -> tuple[bytes, Headers]:
    """Body and headers of an error that a fault rule asked for."""
    kind = "invalid_request_error" if status < 500 else "api_error"
    code = "rate_limit" if status == 429 else None
    refusal = ApiRefusal("This error was asked for.", status=status, kind=kind, code=code)
    headers = [("Content-Type", "application/json"), ("Request-Id", new_id("req", 14))]
    if status == 429:
        headers.append(("Stripe-Rate-Limited-Reason", "endpoint-rate"))
    return pretty(refusal.body).encode(), headers


def pretty(data: Any) -> str:
    """JSON as Stripe prints it."""
    return json.dumps(data, indent=2, ensure_ascii=False)


def _encoded(call: Call) -> str:
    if call.method == "GET":
        return call.query
    if call.body and not call.headers.get("content-type", "").startswith(FORM):
        raise ApiRefusal(f"Invalid request (check that your POST content type is {FORM}).")
    try:
        return call.body.decode()
    except UnicodeDecodeError as error:
        raise ApiRefusal("Invalid UTF-8 in the request body.") from error
