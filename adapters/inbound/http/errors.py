"""Turn refusals, outside trouble and everything unexpected into problem details."""

import math
from typing import Any

import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
    ValidationException,
)
from litestar.types import ExceptionHandlersMap

from adapters.inbound.http.problem import MEDIA_TYPE, TYPE_BASE, Issue, Problem, UserMessage
from adapters.inbound.http.request_id import request_id_of
from adapters.inbound.http.words import WORDS, Words, words_of
from application.shared.outcomes import OutsideTrouble, Rejected
from domain.resilience.refusals import TooManyRequests
from domain.shared.refusals import DomainError

log = structlog.get_logger("http")

DEFAULT_RETRY_AFTER_S = 5
RETRY_CODES = frozenset({"idempotency_key_in_use"})
BY_PROVIDER = {"stripe": "payment_unavailable", "prodigi": "lab_unavailable"}

AnyRequest = Request[Any, Any, Any]


def _answer(
    request: AnyRequest,
    code: str,
    words: Words,
    detail: str = "",
    *,
    issues: list[Issue] | None = None,
    facts: dict[str, Any] | None = None,
    retry_after_s: float | None = None,
) -> Response[Problem]:
    retry = math.ceil(retry_after_s) if retry_after_s is not None else None
    problem = Problem(
        type=TYPE_BASE + code.replace("_", "-"),
        title=words.title,
        status=words.status,
        code=code,
        detail=detail,
        user_message=UserMessage(
            title=words.title,
            message=words.message,
            action=words.action,
            retry_after_seconds=retry,
        ),
        should_retry=retry is not None,
        request_id=request_id_of(request),
        issues=issues or [],
        facts=facts or {},
    )
    headers = {"Cache-Control": "no-store"}
    if retry is not None:
        headers["Retry-After"] = str(retry)
    if words.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(problem, status_code=words.status, media_type=MEDIA_TYPE, headers=headers)


def refused(request: AnyRequest, error: DomainError) -> Response[Problem]:
    facts = dict(error.facts)
    listed = facts.pop("issues", [])
    issues = msgspec.convert(listed, list[Issue])
    if error.field is not None:
        issues.append(Issue(field=error.field, code=error.code, message=error.detail))
    retry: float | None = 1 if error.code in RETRY_CODES else None
    if isinstance(error, TooManyRequests):
        retry = error.retry_after_s
    return _answer(
        request,
        error.code,
        words_of(error),
        error.detail,
        issues=issues,
        facts=facts,
        retry_after_s=retry,
    )


def outside_trouble(request: AnyRequest, error: OutsideTrouble) -> Response[Problem]:
    log.warning("outside_trouble", provider=error.provider, error=repr(error))
    if isinstance(error, Rejected):
        return _answer(request, "outside_refused", WORDS["outside_refused"])
    code = getattr(error, "code", None) or BY_PROVIDER.get(
        error.provider, "temporarily_unavailable"
    )
    retry = error.retry_after_s or DEFAULT_RETRY_AFTER_S
    return _answer(request, code, WORDS[code], retry_after_s=retry)


def malformed(request: AnyRequest, error: ValidationException) -> Response[Problem]:
    extra = error.extra if isinstance(error.extra, list) else []
    issues = [
        _issue(request, str(each.get("key", "")), str(each.get("message", "")))
        for each in extra
        if isinstance(each, dict)
    ]
    return _answer(request, "request_invalid", WORDS["request_invalid"], issues=issues)


def _issue(request: AnyRequest, key: str, message: str) -> Issue:
    """Under the name that the client knows; some are called otherwise inside."""
    signature = getattr(request.scope.get("route_handler"), "parsed_fn_signature", None)
    parameter = signature.parameters.get(key) if signature is not None else None
    name = getattr(parameter.kwarg_definition, "name", None) if parameter is not None else None
    # What is missing altogether comes with its own name for a message.
    told = "It is missing." if message == repr(key) else message
    return Issue(field=name or key, code="invalid", message=told)


def http_exception(request: AnyRequest, error: HTTPException) -> Response[Problem]:
    code = {404: "route_not_found", 405: "method_not_allowed", 413: "request_too_large"}.get(
        error.status_code, "request_invalid"
    )
    if error.status_code >= 500:
        return unexpected(request, error)
    words = WORDS[code]._replace(status=error.status_code)
    answer = _answer(request, code, words)
    if isinstance(error, MethodNotAllowedException) and error.headers:
        answer.headers.update(error.headers)
    return answer


def unexpected(request: AnyRequest, error: Exception) -> Response[Problem]:
    """The trace goes to the log, under the id that the caller is given."""
    # The path of a callback holds its token, so the log gets the route.
    route = request.scope.get("path_template", "")
    log.error("unexpected", route=route, exc_info=error)
    return _answer(request, "internal_error", WORDS["internal_error"])


HANDLERS: ExceptionHandlersMap = {
    DomainError: refused,
    OutsideTrouble: outside_trouble,
    ValidationException: malformed,
    NotFoundException: http_exception,
    HTTPException: http_exception,
    Exception: unexpected,
}
