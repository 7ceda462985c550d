"""What the OpenAPI document says about all routes alike: who may ask, and how they refuse."""

from collections.abc import Iterator
from typing import Any

import msgspec
from litestar import Litestar
from litestar.openapi.spec import OpenAPIResponse, Operation, Reference
from litestar.routes import HTTPRoute

from adapters.inbound.http.access import ACCESS, Access
from adapters.inbound.http.problem import MEDIA_TYPE, Problem

METHODS = ("get", "post", "put", "patch", "delete", "head")
REFUSAL = "refused"


def document_refusals(app: Litestar) -> None:
    """Litestar would describe errors in its own shape, which nobody here ever gets."""
    components: Any = app.openapi_schema.components
    _, schemas = msgspec.json.schema_components(
        [Problem], ref_template="#/components/schemas/{name}"
    )
    components.schemas.update(schemas)
    problem: Any = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components.responses = {
        REFUSAL: OpenAPIResponse(
            description="A problem (RFC 9457); docs/errors.md", content=problem
        )
    }
    declared = dict(_declared(app))
    for path, item in (app.openapi_schema.paths or {}).items():
        for method in METHODS:
            operation: Operation | None = getattr(item, method)
            if operation is not None:
                _document(operation, is_open=declared[path, method] is Access.PUBLIC)


def _declared(app: Litestar) -> Iterator[tuple[tuple[str, str], object]]:
    """Who may use the route at this path by this method."""
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for handler in route.route_handlers:
                for method in handler.http_methods:
                    yield (route.path_format, method.lower()), handler.opt.get(ACCESS)


def _document(operation: Operation, *, is_open: bool) -> None:
    responses = {
        status: response
        for status, response in (operation.responses or {}).items()
        if not status.startswith(("4", "5"))
    }
    operation.responses = {**responses, "default": Reference(f"#/components/responses/{REFUSAL}")}
    if is_open:
        operation.security = []
