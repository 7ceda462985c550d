"""Logging in, renewing and logging out with bearer tokens."""

import asyncio
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import jwt
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.customer import PASSWORD, Customer, log_in, new_customer
from tests.http.problems import problem
from tests.http.test_credentials import unsigned


@pytest.fixture
async def customer(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


async def refreshed(http: httpx.AsyncClient, token: str) -> httpx.Response:
    return await http.post("/api/auth/refresh", json={"refreshToken": token})


async def grow_old(database: asyncpg.Connection, token: str, seconds: int) -> None:
    """As if the log-in behind the token had been renewed for the last time that long ago."""
    await database.execute(
        "UPDATE login_sessions SET rotated_at = rotated_at - make_interval(secs => $2) WHERE id = "
        "(SELECT session_id FROM refresh_tokens "
        "WHERE token_hash = encode(sha256(convert_to($1, 'UTF8')), 'hex'))",
        token,
        seconds,
    )


async def test_who_is_logged_in_has_a_cart_of_their_own(customer: Customer) -> None:
    assert (await customer.cart())["items"] == []
    answer = await customer.ask("GET", "/api/profiles")
    assert answer.json()["email"] == customer.email


async def test_the_address_is_the_same_in_any_letters(
    http: httpx.AsyncClient, customer: Customer
) -> None:
    assert (await log_in(http, f" {customer.email.upper()} ")).status_code == 200


async def test_nobody_learns_who_has_an_account(
    http: httpx.AsyncClient, database: asyncpg.Connection, customer: Customer
) -> None:
    unconfirmed = f"u-{uuid4().hex}@passepartout.example"
    body = {"email": unconfirmed, "password": PASSWORD, "userName": "Ada"}
    await http.post("/api/auth/signup", json=body)
    tries = [
        (customer.email, "another password"),
        (unconfirmed, PASSWORD),
        (unconfirmed, "another password"),
        (f"nobody-{uuid4().hex}@passepartout.example", PASSWORD),
        ("no address at all", PASSWORD),
        (customer.email, ""),
        (customer.email, "x" * 5000),
    ]
    told = set()
    for email, password in tries:
        document = problem(await log_in(http, email, password), 401, "login_failed")
        told.add(str({**document, "requestId": ""}))
    assert len(told) == 1


async def test_a_body_with_more_or_less_than_asked_for_is_refused(http: httpx.AsyncClient) -> None:
    for body in ({}, {"email": "a@b.example"}, {"email": 1, "password": "x"}):
        problem(await http.post("/api/auth/login", json=body), 400, "request_invalid")
    answer = await log_in(http, "a@b.example", role="admin")
    problem(answer, 400, "request_invalid")


async def test_whatever_a_device_calls_itself_logs_in(
    http: httpx.AsyncClient, database: asyncpg.Connection, customer: Customer
) -> None:
    answer = await log_in(http, customer.email, device="Ada's\x00 phone\n📱" + "x" * 500)
    kept = await database.fetchval(
        "SELECT device FROM login_sessions WHERE id = $1::text::uuid", answer.json()["sessionId"]
    )
    assert kept.startswith("Ada's phone📱xxx")
    assert len(kept) == 120


async def test_a_refresh_token_brings_new_tokens_that_work(
    http: httpx.AsyncClient, customer: Customer
) -> None:
    old = customer.refresh_token
    customer.take(await refreshed(http, old))
    assert customer.refresh_token != old
    assert (await customer.ask("GET", "/api/profiles")).status_code == 200
    customer.take(await refreshed(http, customer.refresh_token))


async def test_a_lost_answer_can_be_had_again(http: httpx.AsyncClient, customer: Customer) -> None:
    first = await refreshed(http, customer.refresh_token)
    again = await refreshed(http, customer.refresh_token)
    assert again.json()["refreshToken"] == first.json()["refreshToken"]
    customer.take(again)
    customer.take(await refreshed(http, customer.refresh_token))


async def test_many_who_renew_at_once_get_the_same_successor(
    http: httpx.AsyncClient, customer: Customer
) -> None:
    answers = await asyncio.gather(*(refreshed(http, customer.refresh_token) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.json()["refreshToken"] for answer in answers}) == 1
    customer.take(answers[0])
    customer.take(await refreshed(http, customer.refresh_token))


async def test_reuse_ends_the_log_in_for_thief_and_owner(
    http: httpx.AsyncClient, database: asyncpg.Connection, customer: Customer
) -> None:
    stolen = customer.refresh_token
    customer.take(await refreshed(http, stolen))
    await grow_old(database, stolen, 21)
    problem(await refreshed(http, stolen), 401, "refresh_token_reused")
    problem(await refreshed(http, customer.refresh_token), 401, "refresh_token_reused")


async def test_a_token_two_generations_old_is_reuse_at_once(
    http: httpx.AsyncClient, customer: Customer
) -> None:
    oldest = customer.refresh_token
    for _ in range(2):
        customer.take(await refreshed(http, customer.refresh_token))
    problem(await refreshed(http, oldest), 401, "refresh_token_reused")


async def test_reuse_on_one_device_leaves_the_others_alone(
    http: httpx.AsyncClient, customer: Customer
) -> None:
    oldest, elsewhere = customer.refresh_token, await log_in(http, customer.email)
    for _ in range(2):
        customer.take(await refreshed(http, customer.refresh_token))
    problem(await refreshed(http, oldest), 401, "refresh_token_reused")
    customer.take(await refreshed(http, elsewhere.json()["refreshToken"]))


async def test_an_unused_log_in_runs_out(
    http: httpx.AsyncClient, database: asyncpg.Connection, customer: Customer
) -> None:
    await database.execute(
        "UPDATE refresh_tokens SET expires_at = now() WHERE session_id IN "
        "(SELECT id FROM login_sessions WHERE account_id = $1::text::uuid)",
        customer.user_id,
    )
    problem(await refreshed(http, customer.refresh_token), 401, "refresh_token_expired")


@pytest.mark.parametrize("token", ["", "x", "x" * 5000, "\x00", "ä" * 43])
async def test_tokens_that_were_never_given_out_are_refused(
    http: httpx.AsyncClient, token: str
) -> None:
    problem(await refreshed(http, token), 401, "refresh_token_invalid")


async def test_renewing_without_a_token_is_refused(http: httpx.AsyncClient) -> None:
    problem(await http.post("/api/auth/refresh"), 401, "credential_missing")


async def test_log_out_ends_this_log_in_only(http: httpx.AsyncClient, customer: Customer) -> None:
    elsewhere = await log_in(http, customer.email)
    for _ in range(2):
        assert (await customer.ask("POST", "/api/auth/logout", json={})).status_code == 204
    problem(await refreshed(http, customer.refresh_token), 401, "session_ended")
    customer.take(await refreshed(http, elsewhere.json()["refreshToken"]))


async def test_log_out_everywhere_ends_all(http: httpx.AsyncClient, customer: Customer) -> None:
    elsewhere = (await log_in(http, customer.email)).json()["refreshToken"]
    answer = await customer.ask("POST", "/api/auth/logout", json={"everywhere": True})
    assert answer.status_code == 204
    for token in (customer.refresh_token, elsewhere):
        problem(await refreshed(http, token), 401, "session_ended")


async def test_a_guest_cannot_log_out(buyer: Buyer) -> None:
    problem(await buyer.ask("POST", "/api/auth/logout", json={}), 401, "login_required")


def access_claims(customer: Customer, **changed: Any) -> dict[str, Any]:
    claims = jwt.decode(customer.token, options={"verify_signature": False})
    return {name: value for name, value in {**claims, **changed}.items() if value is not None}


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "passepartout"},
        {"token_use": "guest"},
        {"token_use": ["access"]},
        {"role": "guest"},
        {"role": "owner"},
        {"role": None},
        {"sid": None},
        {"sid": "1"},
        {"iss": "somebody-else"},
        {"exp": None},
    ],
    ids=str,
)
async def test_access_tokens_with_other_claims_are_refused(
    stack: Stack, customer: Customer, changed: dict[str, Any]
) -> None:
    customer.token = jwt.encode(
        access_claims(customer, **changed), stack.environment["TOKEN_SECRET"], algorithm="HS256"
    )
    problem(await customer.ask("GET", "/api/cart"), 401, "token_invalid")


async def test_access_tokens_signed_otherwise_are_refused(stack: Stack, customer: Customer) -> None:
    claims, secret = access_claims(customer, role="admin"), stack.environment["TOKEN_SECRET"]
    forged = [
        jwt.encode(claims, "x" * 40, algorithm="HS256"),
        jwt.encode(claims, secret, algorithm="HS384"),
        unsigned(claims),
    ]
    for token in forged:
        customer.token = token
        problem(await customer.ask("GET", "/api/cart"), 401, "token_invalid")


async def test_an_access_token_is_worth_no_refresh(
    http: httpx.AsyncClient, customer: Customer
) -> None:
    problem(await refreshed(http, customer.token), 401, "refresh_token_invalid")
