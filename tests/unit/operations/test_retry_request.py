"""A retry key stands for one request: the same owner, route and body."""

from uuid import uuid4

from litestar.testing import RequestFactory

from adapters.inbound.http.credentials import retry_request
from domain.identity.owner import Owner
from domain.operations.reply import Request

OWNER = Owner(uuid4())


async def asked(path: str, body: dict[str, int]) -> Request:
    request = await retry_request(RequestFactory().post(path, data=body), OWNER, "key-1")
    assert request is not None
    return request


async def test_the_same_body_again_is_the_same_request() -> None:
    assert await asked("/api/cart", {"quantity": 1}) == await asked("/api/cart", {"quantity": 1})


async def test_another_body_is_another_request() -> None:
    assert await asked("/api/cart", {"quantity": 1}) != await asked("/api/cart", {"quantity": 2})


async def test_another_route_is_another_request() -> None:
    assert await asked("/api/cart", {"quantity": 1}) != await asked("/api/orders", {"quantity": 1})
