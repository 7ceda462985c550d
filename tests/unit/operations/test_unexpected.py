"""A fault of ours is answered with an id to find it by in the log, and with nothing else of it."""

from typing import Any, cast

from httpx import ASGITransport, AsyncClient
from litestar import Litestar, get
from structlog.testing import capture_logs

from adapters.inbound.http.errors import HANDLERS
from adapters.inbound.http.request_id import RequestIds

SECRET = "sk_live_in_an_error"


class Bug(Exception):
    """A fault of ours."""


@get("/broken")
async def broken() -> None:
    raise Bug(SECRET)


async def test_a_fault_of_ours_is_told_without_its_insides() -> None:
    app = Litestar([broken], exception_handlers=HANDLERS, middleware=[RequestIds])
    with capture_logs() as told:
        async with AsyncClient(
            transport=ASGITransport(cast(Any, app)), base_url="http://shop"
        ) as client:
            answer = await client.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["X-Request-Id"] == answer.json()["requestId"] != ""
    assert [entry["event"] for entry in told] == ["unexpected"]
