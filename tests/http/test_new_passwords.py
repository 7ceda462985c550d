"""A forgotten password is replaced by a mailed link, once."""

import asyncpg
import httpx

from tests.http.customer import PASSWORD, log_in
from tests.http.mail_reader import MailReader
from tests.http.problems import problem
from tests.http.signing_up import CONFIRM, OTHER, RESET, an_address, confirmed_customer, sign_up


async def reset(http: httpx.AsyncClient, token: str, password: str = OTHER) -> httpx.Response:
    return await http.post("/api/auth/reset", json={"token": token, "password": password})


async def forgot(http: httpx.AsyncClient, email: str) -> str:
    answer = await http.post("/api/auth/forgot", json={"email": email})
    assert answer.status_code == 202, answer.text
    return await MailReader(http).token(email, RESET)


async def test_a_mailed_link_sets_a_password_once_and_logs_out_everywhere(
    http: httpx.AsyncClient,
) -> None:
    customer = await confirmed_customer(http)
    email, refresh_token = customer.email, customer.refresh_token
    token = await forgot(http, email)
    problem(await reset(http, token, "short"), 422, "password_too_weak", "password")
    problem(await reset(http, token, email), 422, "password_too_weak", "password")
    answer = await reset(http, token)
    assert answer.status_code == 200, answer.text
    problem(await log_in(http, email, PASSWORD), 401, "login_failed")
    assert (await log_in(http, email, OTHER)).status_code == 200
    renewed = await http.post("/api/auth/refresh", json={"refreshToken": refresh_token})
    assert renewed.status_code == 401, renewed.text
    problem(await reset(http, token, PASSWORD), 422, "ticket_invalid")
    subjects = [mail.subject for mail in await MailReader(http).wait(email, 3)]
    assert subjects[-1] == "Your password was changed"


async def test_a_reset_confirms_and_voids_the_links_to_confirm(http: httpx.AsyncClient) -> None:
    email = an_address()
    await sign_up(http, email, "the password of eve")
    confirming = await MailReader(http).token(email, CONFIRM)
    assert (await reset(http, await forgot(http, email))).status_code == 200
    answer = await http.post("/api/auth/confirm", json={"token": confirming})
    problem(answer, 422, "ticket_invalid")
    assert (await log_in(http, email, OTHER)).status_code == 200


async def test_expired_foreign_and_garbled_links_reset_nothing(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    email = an_address()
    await sign_up(http, email)
    confirming = await MailReader(http).token(email, CONFIRM)
    for token in (confirming, "", "A" * 64, "é" * 64):
        problem(await reset(http, token), 422, "ticket_invalid")
    token = await forgot(http, email)
    await database.execute(
        "UPDATE email_tickets SET expires_at = now() - interval '1 s' WHERE email = $1", email
    )
    problem(await reset(http, token), 422, "ticket_expired")


async def test_an_unknown_address_is_told_by_mail(http: httpx.AsyncClient) -> None:
    email = an_address()
    assert (await http.post("/api/auth/forgot", json={"email": email})).status_code == 202
    (mail,) = await MailReader(http).wait(email, 1)
    assert mail.subject == "There is no account with this address"


async def test_what_is_no_address_is_refused(http: httpx.AsyncClient) -> None:
    answer = await http.post("/api/auth/forgot", json={"email": "nobody"})
    problem(answer, 422, "email_invalid", "email")
