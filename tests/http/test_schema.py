"""The OpenAPI document names every route, who may use it, and what a refusal looks like."""

from typing import Any

import httpx
import pytest

ROUTES = {
    ("post", "/api/auth/guest"),
    ("post", "/api/auth/signup"),
    ("post", "/api/auth/confirm"),
    ("post", "/api/auth/forgot"),
    ("post", "/api/auth/reset"),
    ("get", "/api/profiles"),
    ("patch", "/api/profiles"),
    ("post", "/api/profiles/email"),
    ("post", "/api/profiles/password"),
    ("post", "/api/user-images"),
    ("get", "/api/user-images"),
    ("get", "/api/user-images/{picture_id}"),
    ("get", "/api/frames"),
    ("get", "/api/templates"),
    ("post", "/api/designs"),
    ("get", "/api/designs"),
    ("patch", "/api/designs/{design_id}"),
    ("post", "/api/designs/{design_id}/preview"),
    ("post", "/api/designs/{design_id}/finalize"),
    ("get", "/api/jobs/{job_id}"),
    ("post", "/api/products"),
    ("get", "/api/products/{product_id}"),
    ("get", "/api/cart"),
    ("post", "/api/cart"),
    ("patch", "/api/cart/items/{line_id}"),
    ("delete", "/api/cart/items/{line_id}"),
    ("post", "/api/shipping/quotes"),
    ("post", "/api/addresses/validate"),
    ("post", "/api/checkout/create-session"),
    ("get", "/api/orders"),
    ("get", "/api/orders/{order_id}"),
    ("post", "/api/webhooks/stripe"),
    ("post", "/api/webhooks/prodigi/{token}"),
    ("get", "/health/live"),
    ("get", "/health/ready"),
    ("get", "/metrics"),
    ("get", "/assets/{key}"),
}
OPEN = (
    "/api/auth/",
    "/api/frames",
    "/api/curated-images",
    "/api/templates",
    "/api/webhooks/",
    "/health/",
    "/metrics",
    "/assets/",
)
CLOSED = ("/api/auth/logout", "/api/curated-images/{picture_id}/take")
Operations = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
async def document(http: httpx.AsyncClient) -> dict[str, Any]:
    answer = await http.get("/schema/openapi.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


@pytest.fixture
def operations(document: dict[str, Any]) -> Operations:
    return {
        (method, path): operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in {"get", "post", "put", "patch", "delete"}
    }


async def test_every_route_is_there(operations: Operations) -> None:
    assert operations.keys() >= ROUTES


async def test_every_route_is_summed_up_in_words(operations: Operations) -> None:
    for route, operation in operations.items():
        assert " " in operation.get("summary", ""), route
        assert operation["summary"][0].isupper(), route
        assert operation["tags"], route


async def test_the_document_tells_who_needs_a_token(
    document: dict[str, Any], operations: Operations
) -> None:
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    either: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": []}]
    assert document["components"]["securitySchemes"]["cookie"]["in"] == "cookie"
    assert document["security"] == either
    for (method, path), operation in operations.items():
        needs_token = operation.get("security", document["security"]) == either
        is_open = path.startswith(OPEN) and path not in CLOSED
        assert needs_token is not is_open, (method, path)


async def test_every_route_documents_its_refusals(
    document: dict[str, Any], operations: Operations
) -> None:
    problem = document["components"]["schemas"]["Problem"]
    assert {"code", "userMessage", "requestId", "shouldRetry"} <= problem["properties"].keys()
    for route, operation in operations.items():
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/refused"}, (
            route
        )
    refused = document["components"]["responses"]["refused"]["content"]
    schema = refused["application/problem+json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/Problem"}


async def test_no_route_takes_the_client_for_its_body(operations: Operations) -> None:
    for route, operation in operations.items():
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        assert not names & {"owner", "retry", "settings", "request"}, route


async def test_what_a_staff_route_does_is_said_in_a_sentence(operations: Operations) -> None:
    told = {
        route: operation.get("description", "")
        for route, operation in operations.items()
        if route[1].startswith("/api/admin/")
    }
    assert [route for route, sentence in told.items() if not sentence.endswith(".")] == []
    assert "opens again" in told["post", "/api/admin/attention/{item_id}/repair"]
