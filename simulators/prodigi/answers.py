"""Answers in Prodigi's shapes, and the refusals that stand for them."""

from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Request, Response

from simulators.prodigi.wire import Document, new_trace_parent

Failures = dict[str, list[Document]]


@dataclass(eq=False)
class Refusal(Exception):
    """A general outcome other than success (section "general outcomes" of the reference)."""

    status: int
    outcome: str
    extra: Document = field(default_factory=dict)


def validation_failed(failures: Failures) -> Refusal:
    return Refusal(400, "ValidationFailed", {"failures": failures})


def entity_not_found() -> Refusal:
    return Refusal(404, "EntityNotFound")


def json_answer(status: int, body: Document) -> Response[bytes]:
    """Every JSON answer carries the same trace id in its body and in a header."""
    trace_parent = new_trace_parent()
    return Response(
        msgspec.json.encode({**body, "traceParent": trace_parent}),
        status_code=status,
        media_type="application/json; charset=utf-8",
        headers={"traceParent": trace_parent},
    )


def succeeded(outcome: str, **body: Any) -> Response[bytes]:
    return json_answer(200, {"outcome": outcome, **body})


def refused(refusal: Refusal) -> Response[bytes]:
    return json_answer(refusal.status, {"outcome": refusal.outcome, **refusal.extra})


def on_refusal(_: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    return refused(refusal)
