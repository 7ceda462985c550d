"""Staff find orders, jobs and what needs attention, and set it right."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.customer import Customer, new_customer
from tests.http.faults import seen
from tests.http.paying import checked_out, is_with_the_lab, order, pay
from tests.http.problems import problem


@pytest.fixture
async def staff(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database, "staff")


async def test_staff_find_an_order_and_see_everything_of_it(
    staff: Customer, buyer: Buyer, line_id: str, outside: httpx.AsyncClient, stack: Stack
) -> None:
    checkout = await checked_out(buyer)
    await pay(outside, stack, checkout)
    placed = await seen(lambda: order(buyer, checkout), is_with_the_lab)
    page = await staff.ask("GET", f"/api/admin/orders?query={placed['number']}&held=false")
    [summary] = page.json()["items"]
    assert (summary["id"], summary["email"]) == (placed["id"], placed["email"])
    whole = (await staff.ask("GET", f"/api/admin/orders/{placed['id']}")).json()
    assert {fact["kind"] for fact in whole["paymentFacts"]} == {"succeeded"}
    assert [each["status"] for each in whole["prints"]] != []
    assert "paid" in [entry["event"] for entry in whole["timeline"]]
    assert "submit_dropship" in [job["kind"] for job in whole["jobs"]]
    ledger = whole["ledger"]
    assert [entry["kind"] for entry in ledger["entries"]] == ["payment"]
    assert ledger["balances"][0]["net"]["amount"] == whole["totals"]["total"]["amount"]
    assert ledger["mismatches"] == []
    problem(await staff.ask("GET", f"/api/admin/orders/{uuid4()}"), 404, "order_not_found")


async def test_a_dead_job_is_listed_and_started_again(
    staff: Customer, database: asyncpg.Connection
) -> None:
    job_id = await database.fetchval(
        "INSERT INTO jobs (kind, dedupe_key, payload, state, attempt, last_error) "
        "VALUES ('poll_dropships', $1, '{}', 'dead', 12, 'boom') RETURNING id",
        f"dead-{uuid4()}",
    )
    listed = (await staff.ask("GET", "/api/admin/jobs?state=dead&limit=100")).json()["items"]
    assert str(job_id) in [job["id"] for job in listed]
    answer = await staff.ask("POST", f"/api/admin/jobs/{job_id}/retry")
    assert (answer.status_code, answer.json()["attempt"]) == (200, 0), answer.text
    problem(await staff.ask("POST", f"/api/admin/jobs/{job_id}/retry"), 409, "job_not_dead")
    problem(await staff.ask("POST", f"/api/admin/jobs/{uuid4()}/retry"), 404, "job_not_found")
    problem(await staff.ask("GET", "/api/admin/jobs?state=asleep"), 400, "request_invalid")


async def test_a_suggested_repair_is_carried_out_once(
    staff: Customer,
    buyer: Buyer,
    line_id: str,
    outside: httpx.AsyncClient,
    stack: Stack,
    database: asyncpg.Connection,
) -> None:
    checkout = await checked_out(buyer)
    await pay(outside, stack, checkout)
    placed = await seen(lambda: order(buyer, checkout), is_with_the_lab)
    await database.execute(
        "UPDATE orders SET held_because = 'session_differs' WHERE id = $1", UUID(placed["id"])
    )
    item_id = await database.fetchval(
        "INSERT INTO attention_items (dedupe_key, reason, order_id, at, details) "
        "VALUES ($1, 'session_differs', $2, now(), '{}') RETURNING id",
        f"test-{uuid4()}",
        UUID(placed["id"]),
    )
    path = f"/api/admin/attention/{item_id}/repair"
    answers = await asyncio.gather(
        *(staff.ask("POST", path, json={"confirm": True}) for _ in range(3))
    )
    [done] = [answer.json() for answer in answers if answer.status_code == 200]
    assert (done["suggestedRepair"], done["resolution"]) == ("release", "repaired")
    for answer in answers:
        if answer.status_code != 200:
            problem(answer, 409, "attention_resolved")
    whole = (await staff.ask("GET", f"/api/admin/orders/{placed['id']}")).json()
    assert whole["summary"]["heldBecause"] is None
    told = [entry["event"] for entry in whole["timeline"]]
    assert (told.count("hold_released"), told.count("staff_repaired")) == (1, 1)
    assert whole["attention"][0]["resolution"] == "repaired"


async def test_an_item_is_resolved_with_a_note(
    staff: Customer, database: asyncpg.Connection
) -> None:
    item_id = await database.fetchval(
        "INSERT INTO attention_items (dedupe_key, reason, at, details) "
        "VALUES ($1, 'somebody_called', now(), '{}') RETURNING id",
        f"test-{uuid4()}",
    )
    path = f"/api/admin/attention/{item_id}"
    problem(await staff.ask("POST", f"{path}/repair", json={}), 422, "repair_not_confirmed")
    refused = await staff.ask("POST", f"{path}/repair", json={"confirm": True})
    problem(refused, 409, "repair_unknown")
    problem(await staff.ask("POST", f"{path}/resolve", json={"note": ""}), 400, "request_invalid")
    resolved = await staff.ask("POST", f"{path}/resolve", json={"note": "called back"})
    assert resolved.json()["resolution"] == "dismissed", resolved.text
    problem(
        await staff.ask("POST", f"{path}/resolve", json={"note": "x"}), 409, "attention_resolved"
    )
    closed = await staff.ask("GET", "/api/admin/attention?resolved=true&limit=100")
    assert item_id in [item["id"] for item in closed.json()["items"]]
    nowhere = await staff.ask("POST", "/api/admin/attention/abc/resolve", json={"note": "x"})
    problem(nowhere, 404, "attention_not_found")
