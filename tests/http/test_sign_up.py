"""Over HTTP nobody learns whether an address has an account, and a link confirms it once."""

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from tests.http.customer import PASSWORD, log_in
from tests.http.mail_reader import MailReader
from tests.http.problems import problem
from tests.http.signing_up import (
    CONFIRM,
    OTHER,
    RESET,
    an_address,
    confirm,
    confirmed_customer,
    sign_up,
)

AUTH = ("signup", "confirm", "forgot", "reset")


async def test_a_mailed_link_confirms_once(http: httpx.AsyncClient) -> None:
    email = an_address()
    await sign_up(http, email.upper())
    token = await MailReader(http).token(email, CONFIRM)
    problem(await log_in(http, email), 401, "login_failed")
    page = await http.get("/account/confirm", params={"token": token})
    assert page.status_code == 200
    assert token not in page.text
    answer = await confirm(http, token)
    assert (answer.status_code, answer.json()["confirmed"]) == (200, "confirm")
    problem(await confirm(http, token), 422, "ticket_invalid")
    assert (await log_in(http, email, PASSWORD)).status_code == 200


async def test_known_unconfirmed_and_unknown_addresses_are_answered_alike(
    http: httpx.AsyncClient,
) -> None:
    known, waiting = (await confirmed_customer(http)).email, an_address()
    await sign_up(http, waiting)
    told = []
    for email in (known, waiting, an_address()):
        for answer in (
            await sign_up(http, email, OTHER),
            await http.post("/api/auth/forgot", json={"email": email}),
        ):
            names = {name for name in answer.headers if name not in ("date", "x-request-id")}
            told.append((answer.status_code, answer.content, names))
    assert told == [told[0]] * 6
    subjects = [mail.subject for mail in await MailReader(http).wait(known, 3)]
    assert subjects[0] == CONFIRM
    assert sorted(subjects[1:]) == [RESET, "You already have an account"]


async def test_sign_ups_of_one_address_at_once_make_one_account(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    email = an_address()
    answers = await asyncio.gather(*(sign_up(http, email) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {202}
    assert await database.fetchval("SELECT count(*) FROM users WHERE email = $1", email) == 1


async def test_the_database_holds_nothing_that_confirms(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    email = an_address()
    await sign_up(http, email)
    token = await MailReader(http).token(email, CONFIRM)
    tables = ("users", "email_tickets", "mails", "jobs")
    rows = [
        str(dict(row))
        for table in tables
        for row in await database.fetch(f"SELECT * FROM {table}")  # noqa: S608
    ]
    assert rows
    assert not any(token in row for row in rows)


async def test_an_expired_link_says_so(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    email = an_address()
    await sign_up(http, email)
    token = await MailReader(http).token(email, CONFIRM)
    await database.execute(
        "UPDATE email_tickets SET expires_at = now() - interval '1 s' WHERE email = $1", email
    )
    problem(await confirm(http, token), 422, "ticket_expired")


async def test_a_link_for_another_use_and_garbage_confirm_nothing(http: httpx.AsyncClient) -> None:
    email = an_address()
    await sign_up(http, email)
    await http.post("/api/auth/forgot", json={"email": email})
    reset = await MailReader(http).token(email, RESET)
    other_case = reset.swapcase()
    for token in (reset, other_case, reset[:-1], reset + "A", "", "é", "A" * 64, "x" * 10_000):
        problem(await confirm(http, token), 422, "ticket_invalid")


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"email": "nobody"}, "email_invalid", "email"),
        ({"email": "ada@buyer.example\r\nBcc: eve@buyer.example"}, "email_invalid", "email"),
        ({"userName": " "}, "user_name_invalid", "userName"),
        ({"userName": "x" * 81}, "user_name_invalid", "userName"),
        ({"password": "too short"}, "password_too_weak", "password"),
        ({"password": "x" * 201}, "password_too_weak", "password"),
        ({"password": "Ada Lovelace", "userName": "ada lovelace"}, "password_too_weak", "password"),
    ],
    ids=str,
)
async def test_what_cannot_sign_up_is_refused(
    http: httpx.AsyncClient, changed: dict[str, Any], code: str, field: str
) -> None:
    body = {"email": an_address(), "password": OTHER, "userName": "Ada", **changed}
    problem(await http.post("/api/auth/signup", json=body), 422, code, field)


@pytest.mark.parametrize("route", AUTH)
@pytest.mark.parametrize(
    "body", [{}, [], None, {"role": "admin"}, {"email": 1}, {"token": None}, {"password": []}],
    ids=str,
)  # fmt: skip
async def test_a_body_of_another_shape_is_refused(
    http: httpx.AsyncClient, route: str, body: object
) -> None:
    problem(await http.post(f"/api/auth/{route}", json=body), 400, "request_invalid")


async def test_an_unknown_field_is_refused(http: httpx.AsyncClient) -> None:
    answer = await sign_up(http, an_address(), role="admin")
    problem(answer, 400, "request_invalid")


async def test_opening_the_pages_changes_nothing(http: httpx.AsyncClient) -> None:
    for page in ("confirm", "reset"):
        answer = await http.get(f"/account/{page}?token=<script>alert(1)</script>")
        assert answer.status_code == 200
        assert "alert(1)" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        problem(await http.get(f"/api/auth/{page}"), 405, "method_not_allowed")
