"""Somebody with an account reads and changes what the shop knows of them."""

from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from tests.http.buyer import Buyer
from tests.http.customer import PASSWORD, Customer, log_in
from tests.http.mail_reader import MailReader
from tests.http.problems import problem
from tests.http.signing_up import OTHER, an_address, confirmed_customer

NEW_ADDRESS = "Confirm your new e-mail address"


@pytest.fixture
async def customer(http: httpx.AsyncClient) -> Customer:
    return await confirmed_customer(http)


async def profile(customer: Customer) -> dict[str, Any]:
    answer = await customer.ask("GET", "/api/profiles")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def change_email(customer: Customer, email: str, password: str = PASSWORD) -> httpx.Response:
    body = {"email": email, "currentPassword": password}
    return await customer.ask("POST", "/api/profiles/email", json=body)


async def change_password(customer: Customer, current: str, new: str) -> httpx.Response:
    body = {"currentPassword": current, "newPassword": new}
    return await customer.ask("POST", "/api/profiles/password", json=body)


async def refresh(http: httpx.AsyncClient, token: str) -> httpx.Response:
    return await http.post("/api/auth/refresh", json={"refreshToken": token})


async def test_a_profile_changes_in_what_is_sent(customer: Customer) -> None:
    shown = await profile(customer)
    assert (shown["email"], shown["userName"], shown["phone"]) == (customer.email, "Ada", None)
    assert "passwordHash" not in shown
    body: dict[str, Any] = {"phone": "+44 20 7946 0000", "acceptsMarketing": True}
    answer = await customer.ask("PATCH", "/api/profiles", json=body)
    assert answer.json() == {**shown, **body}
    await customer.ask("PATCH", "/api/profiles", json={"userName": "Lady A.", "phone": None})
    assert await profile(customer) == {**shown, "userName": "Lady A.", "acceptsMarketing": True}


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"userName": ""}, 422, "user_name_invalid"),
        ({"userName": None}, 400, "request_invalid"),
        ({"phone": "call me"}, 422, "phone_invalid"),
        ({"phone": "1" * 31}, 422, "phone_invalid"),
        ({"acceptsMarketing": "yes"}, 400, "request_invalid"),
        ({"email": "x@y.example"}, 400, "request_invalid"),
        ({"role": "admin"}, 400, "request_invalid"),
        ({"id": str(uuid4())}, 400, "request_invalid"),
    ],
    ids=str,
)
async def test_what_a_profile_does_not_take_is_refused(
    customer: Customer, body: dict[str, Any], status: int, code: str
) -> None:
    before = await profile(customer)
    problem(await customer.ask("PATCH", "/api/profiles", json=body), status, code)
    assert await profile(customer) == before


async def test_a_new_address_confirms_and_the_old_one_is_told(customer: Customer) -> None:
    new, old = an_address(), customer.email
    assert (await change_email(customer, new)).status_code == 202
    assert (await profile(customer))["email"] == old
    token = await MailReader(customer.http).token(new, NEW_ADDRESS)
    told = await MailReader(customer.http).wait(old, 2)
    assert told[-1].subject == "Your e-mail address is about to change"
    answer = await customer.http.post("/api/auth/confirm", json={"token": token})
    assert answer.json()["confirmed"] == "change_email"
    assert (await profile(customer))["email"] == new
    problem(await log_in(customer.http, old), 401, "login_failed")
    assert (await log_in(customer.http, new)).status_code == 200
    problem(await refresh(customer.http, customer.refresh_token), 401, "session_ended")


async def test_an_address_that_somebody_has_is_never_told_about(
    customer: Customer, http: httpx.AsyncClient
) -> None:
    other = await confirmed_customer(http)
    free = await change_email(customer, an_address())
    taken = await change_email(customer, other.email)
    assert (taken.status_code, taken.content) == (free.status_code, free.content)
    token = await MailReader(http).token(other.email, NEW_ADDRESS)
    problem(await http.post("/api/auth/confirm", json={"token": token}), 422, "ticket_invalid")
    assert (await profile(other))["email"] == other.email


async def test_address_and_password_need_the_current_password(customer: Customer) -> None:
    refused = await change_email(customer, an_address(), OTHER)
    problem(refused, 422, "password_wrong", "currentPassword")
    problem(await change_email(customer, "nowhere"), 422, "email_invalid", "email")
    problem(await change_email(customer, customer.email), 422, "email_unchanged", "email")
    refused = await change_password(customer, OTHER, "another password")
    problem(refused, 422, "password_wrong", "currentPassword")
    refused = await change_password(customer, PASSWORD, "short")
    problem(refused, 422, "password_too_weak", "newPassword")


async def test_a_password_changes_and_the_owner_is_told(customer: Customer) -> None:
    other_device = (await log_in(customer.http, customer.email)).json()["refreshToken"]
    assert (await change_password(customer, PASSWORD, OTHER)).status_code == 200
    problem(await refresh(customer.http, other_device), 401, "session_ended")
    assert (await refresh(customer.http, customer.refresh_token)).status_code == 200
    mails = await MailReader(customer.http).wait(customer.email, 2)
    assert mails[-1].subject == "Your password was changed"
    refused = await change_password(customer, PASSWORD, "another password")
    problem(refused, 422, "password_wrong", "currentPassword")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("PATCH", ""), ("POST", "/email"), ("POST", "/password")],
    ids=str,
)
async def test_a_guest_has_no_profile(buyer: Buyer, method: str, path: str) -> None:
    problem(await buyer.ask(method, f"/api/profiles{path}", json={}), 401, "login_required")
    answer = await buyer.http.request(method, f"/api/profiles{path}", json={})
    problem(answer, 401, "credential_missing")


async def test_an_account_that_is_gone_has_no_profile(
    customer: Customer, database: asyncpg.Connection
) -> None:
    await database.execute("UPDATE users SET erased_at = now() WHERE email = $1", customer.email)
    nobody = customer
    problem(await nobody.ask("GET", "/api/profiles"), 404, "account_not_found")
    assert (await change_password(nobody, PASSWORD, OTHER)).status_code == 404
