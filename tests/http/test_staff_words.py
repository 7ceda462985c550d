"""What staff type is taken or refused in words they understand, and is read by staff alone."""

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.customer import Customer, new_customer
from tests.http.faults import seen
from tests.http.paying import checked_out, is_with_the_lab, order, pay
from tests.http.problems import problem

REFUND = {"reason": "requested_by_customer", "amount": 1}


@pytest.fixture
async def staff(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database, "staff")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("orders?query=%00", "query"),
        ("orders?query=", "query"),
        ("jobs?kind=%00", "kind"),
        ("jobs?state=asleep", "state"),
    ],
)
async def test_a_refused_question_names_the_field_as_it_was_sent(
    staff: Customer, asked: str, field: str
) -> None:
    refused = await staff.ask("GET", f"/api/admin/{asked}")
    problem(refused, 400, "request_invalid")
    assert [issue["field"] for issue in refused.json()["issues"]] == [field]


async def test_what_cannot_be_kept_is_refused_and_not_stumbled_over(
    staff: Customer, buyer: Buyer, line_id: str, outside: httpx.AsyncClient, stack: Stack
) -> None:
    checkout = await checked_out(buyer)
    await pay(outside, stack, checkout)
    placed = await seen(lambda: order(buyer, checkout), is_with_the_lab)
    path = f"/api/admin/orders/{placed['id']}"
    for act, body in (
        ("refund", {**REFUND, "note": "a\0b"}),
        ("cancel", {"reason": "a\0b"}),
        ("resubmit", {"reason": "a\0b"}),
        ("reprint", {"reason": "a\0b", "lineId": placed["items"][0]["id"]}),
        ("release", {"reason": "a\0b"}),
    ):
        problem(await staff.ask("POST", f"{path}/{act}", json=body), 400, "request_invalid")
    for note in ("a\0b", "  \n", ""):
        closing = await staff.ask("POST", "/api/admin/attention/1/resolve", json={"note": note})
        problem(closing, 400, "request_invalid")
    nothing = await staff.ask("POST", f"{path}/cancel")
    problem(nothing, 400, "request_invalid")
    assert nothing.json()["issues"] == [
        {"field": "data", "code": "invalid", "message": "It is missing."}
    ]


async def test_a_number_pasted_with_blanks_is_found(
    staff: Customer, buyer: Buyer, line_id: str
) -> None:
    number = (await checked_out(buyer))["orderNumber"]
    found = await staff.ask("GET", "/api/admin/orders", params={"query": f" {number.lower()}\t"})
    assert [each["number"] for each in found.json()["items"]] == [number]


async def test_staff_read_who_did_it_and_why_and_buyers_do_not(
    staff: Customer, buyer: Buyer, line_id: str, outside: httpx.AsyncClient, stack: Stack
) -> None:
    checkout = await checked_out(buyer)
    await pay(outside, stack, checkout)
    placed = await seen(lambda: order(buyer, checkout), is_with_the_lab)
    path = f"/api/admin/orders/{placed['id']}"
    taken = await staff.ask("POST", f"{path}/refund", json=REFUND)
    assert taken.status_code == 202, taken.text
    called_off = await staff.ask("POST", f"{path}/cancel", json={"reason": "A rude buyer."})
    assert called_off.status_code == 200, called_off.text
    whole = await staff.ask("GET", path)
    [told] = [each for each in whole.json()["timeline"] if each["event"] == "cancel_asked"]
    assert (told["why"], told["data"]["staffId"]) == ("A rude buyer.", staff.user_id)
    shown = await buyer.ask("GET", f"/api/orders/{placed['id']}")
    [told] = [each for each in shown.json()["timeline"] if each["event"] == "refund_intended"]
    assert told["actor"] == "staff"
    assert staff.user_id not in shown.text
    assert "A rude buyer." not in shown.text
