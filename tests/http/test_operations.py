"""Operators see whether the shop is alive, whether it is ready, and what is not."""

from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families

from adapters.inbound.supervisor.stack import Stack
from tests.http.faults import seen

CHECKS = {"database", "broker", "worker", "relay", "relay_lag"}


async def readiness(http: httpx.AsyncClient) -> tuple[int, dict[str, bool]]:
    answer = await http.get("/health/ready")
    told: dict[str, Any] = answer.json()
    checks = {check["name"]: check["ok"] for check in told["checks"]}
    assert told["ready"] == all(checks.values()) == (answer.status_code == 200)
    return answer.status_code, checks


async def test_a_healthy_shop_is_alive_and_ready(http: httpx.AsyncClient) -> None:
    assert (await http.get("/health/live")).json() == {"live": True}
    _, checks = await seen(lambda: readiness(http), lambda found: found[0] == 200)
    assert checks.keys() == CHECKS


async def test_a_worker_that_is_gone_is_noticed(stack: Stack, http: httpx.AsyncClient) -> None:
    await stack.stop_one("worker")
    try:
        status, checks = await seen(lambda: readiness(http), lambda found: found[0] != 200)
    finally:
        await stack.start_one("worker")
    assert status == 503
    assert [name for name, ok in checks.items() if not ok] == ["worker"]
    await seen(lambda: readiness(http), lambda found: found[0] == 200)


async def test_metrics_are_what_prometheus_reads(http: httpx.AsyncClient) -> None:
    await http.get("/api/frames")
    await http.get("/api/nothing")
    answer = await http.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert {
        "passepartout_http_request_seconds",
        "passepartout_quotes",
        "passepartout_database_up",
        "passepartout_relay_lag_seconds",
        "passepartout_jobs",
        "passepartout_attention_items",
    } <= families.keys()
    samples = families["passepartout_http_request_seconds"].samples
    routes = {sample.labels["route"] for sample in samples}
    assert "/api/frames" in routes
    # Addresses that anybody can invent must not each become a time series.
    assert not any("nothing" in route for route in routes)
