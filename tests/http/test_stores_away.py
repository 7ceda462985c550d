"""Valkey gone costs nobody anything; PostgreSQL gone is told, and everything comes back."""

import httpx

from adapters.inbound.supervisor.stack import Stack
from tests.http import paying
from tests.http.buyer import Buyer
from tests.http.faults import seen
from tests.http.problems import problem

RECOVERY_S = 40.0


async def test_the_shop_sells_and_produces_without_valkey(
    stack: Stack, buyer: Buyer, picture: bytes, outside: httpx.AsyncClient
) -> None:
    await stack.stop_one("valkey")
    try:
        assert (await buyer.ask("GET", "/api/frames")).status_code == 200
        image = (await buyer.upload(picture)).json()["id"]
        product = (await buyer.make_product(image)).json()["id"]
        assert (await buyer.add(product, 1)).status_code == 200
        assert (await buyer.quote()).json()["source"] == "live"
        checkout = await paying.checked_out(buyer)
        await paying.pay(outside, stack, checkout)
        await seen(lambda: paying.order(buyer, checkout), paying.is_with_the_lab)
        ready = await buyer.http.get("/health/ready")
        assert ready.status_code == 503
        assert [check["name"] for check in ready.json()["checks"] if not check["ok"]] == ["broker"]
    finally:
        await stack.start_one("valkey")
    await seen(lambda: buyer.http.get("/health/ready"), lambda ready: ready.status_code == 200)


async def test_a_database_that_dies_is_told_and_comes_back_with_everything(
    stack: Stack, buyer: Buyer, line_id: str, outside: httpx.AsyncClient
) -> None:
    checkout = await paying.checked_out(buyer)
    stack.kill("postgres")
    await stack.stop_one("postgres")
    try:
        problem(await buyer.ask("GET", "/api/cart"), 503, "temporarily_unavailable")
        problem(await buyer.change(line_id, 9), 503, "temporarily_unavailable")
        problem(await buyer.check_out(), 503, "temporarily_unavailable")
        problem(await buyer.ask("GET", "/api/orders"), 503, "temporarily_unavailable")
        assert (await buyer.ask("GET", "/api/frames")).status_code == 200
        assert (await buyer.http.get("/health/live")).status_code == 200
        ready = await buyer.http.get("/health/ready")
        assert ready.status_code == 503
        # The webhook is refused now, and sent again until the database is back.
        await paying.pay(outside, stack, checkout)
    finally:
        await stack.start_one("postgres")
    await seen(lambda: paying.order(buyer, checkout), paying.is_with_the_lab, within_s=RECOVERY_S)
    assert (await buyer.cart())["items"] == []
    await seen(
        lambda: buyer.http.get("/health/ready"),
        lambda ready: ready.status_code == 200,
        within_s=RECOVERY_S,
    )
