"""An error of ours once brought the address of a callback into the log, and that is a secret."""

from typing import Any, cast
from uuid import uuid4

from httpx import ASGITransport, AsyncClient
from litestar import Litestar, post
from structlog.testing import capture_logs

from adapters.inbound.http.errors import HANDLERS
from adapters.inbound.http.request_id import RequestIds


class Bug(Exception):
    """A fault of ours."""


@post("/api/webhooks/prodigi/{token:str}")
async def callback() -> None:
    raise Bug


async def test_an_error_names_the_route_and_not_the_token() -> None:
    app, token = Litestar([callback], exception_handlers=HANDLERS, middleware=[RequestIds]), uuid4()
    with capture_logs() as told:
        async with AsyncClient(
            transport=ASGITransport(cast(Any, app)), base_url="http://shop"
        ) as client:
            answer = await client.post(f"/api/webhooks/prodigi/{token}")
    assert answer.status_code == 500
    assert [entry.get("route") for entry in told] == ["/api/webhooks/prodigi/{token}"]
    assert str(token) not in str([{**entry, "exc_info": None} for entry in told])
