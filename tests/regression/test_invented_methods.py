"""Each invented HTTP method once left a metric behind for ever."""

from typing import Any, cast

import pytest
from litestar.types import Receive, Scope, Send

from adapters.inbound.http.request_id import SECONDS, RequestIds


async def not_allowed(_: Scope, __: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 405, "headers": []})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def nothing(*_: object) -> Any:
    return {"type": "http.disconnect"}


@pytest.mark.parametrize("count", [50])
async def test_methods_that_nobody_knows_are_one_label(count: int) -> None:
    for number in range(count):
        scope = {"type": "http", "method": f"INVENTED{number}", "headers": [], "state": {}}
        await RequestIds(not_allowed)(cast(Scope, scope), nothing, nothing)
    methods = {sample.labels["method"] for metric in SECONDS.collect() for sample in metric.samples}
    assert "other" in methods
    assert not any(method.startswith("INVENTED") for method in methods)
