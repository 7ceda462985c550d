"""A payment that is faster than the print file: the order waits, and is produced exactly once."""

import asyncio
import hashlib
from typing import Any

import httpx
import pytest

from adapters.inbound.demo.lab_books import check_each_once, lab_orders
from adapters.inbound.demo.paying import pay_on_page
from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.e2e.shopper import Shopper
from tests.e2e.still_imaging import still_imaging
from tests.http.buyer import ADDRESS, Buyer, new_buyer
from tests.http.designing import a_draft, finalize
from tests.http.faults import seen
from tests.http.paying import is_paid, order

DEADLINE_S = 60.0
PATIENCE_S = 40.0


async def placed(buyer: Buyer, design_id: str) -> dict[str, Any]:
    """Without a cart, and its page is open."""
    body = {
        "items": [{"designId": design_id, "quantity": 1}],
        "email": buyer.email,
        "address": ADDRESS,
        "shippingMethod": "Budget",
    }
    answer = await buyer.ask("POST", "/api/orders", json=body)
    assert answer.status_code == 201, answer.text
    page = await buyer.ask("POST", f"/api/orders/{answer.json()['id']}/checkout")
    assert page.status_code == 201, page.text
    checkout: dict[str, Any] = page.json()
    return checkout


async def job(buyer: Buyer, job_id: str) -> dict[str, Any]:
    answer = await buyer.ask("GET", f"/api/jobs/{job_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def is_printed_from_its_file(http: httpx.AsyncClient, made: dict[str, Any]) -> None:
    """The lab was told the digest of the very bytes that it fetched."""
    [item] = made["items"]
    [asset] = item["assets"]
    assert "/renders/" in asset["url"]
    file = await http.get(asset["url"])
    assert hashlib.md5(file.content, usedforsecurity=False).hexdigest() == asset["md5Hash"]


@pytest.mark.parametrize("worker", ["lives", "is killed"])
async def test_an_order_waits_for_the_file_of_its_design(
    stack: Stack, shopper: Shopper, worker: str
) -> None:
    books = f"{shopper.lab}/_control"
    async with asyncio.timeout(DEADLINE_S):
        buyer = await new_buyer(shopper.http)
        width_px = 1600 if worker == "lives" else 1601
        sent = await buyer.upload(painted_picture(width_px, 2000))
        draft = await a_draft(buyer, sent.json()["id"])
        async with still_imaging(stack.pid("worker") or 0) as stopped:
            render = (await finalize(buyer, draft["id"])).json()["jobId"]
            await seen(lambda: job(buyer, render), lambda told: told["status"] == "processing")
            checkout = await placed(buyer, draft["id"])
            await pay_on_page(shopper.http, checkout["url"], ADDRESS["name"])
            paid = await seen(lambda: order(buyer, checkout), is_paid, PATIENCE_S)
            assert [each["status"] for each in paid["prints"]] == ["pending"]
            assert stopped
            assert (await job(buyer, render))["status"] == "processing"
            assert await lab_orders(shopper.http, books, paid["number"]) == []
            if worker == "is killed":
                stack.kill("worker")
        delivered = await seen(
            lambda: order(buyer, checkout),
            lambda found: found["status"] == "delivered",
            PATIENCE_S,
        )
        made = await lab_orders(shopper.http, books, delivered["number"])
        check_each_once(made, expected=1)
        await is_printed_from_its_file(shopper.http, made[0].order)
    events = [entry["event"] for entry in delivered["timeline"]]
    assert (events.count("paid"), events.count("print_file_ready")) == (1, 1)
    assert not delivered["needsAttention"]
