"""The way into an account as people go it: sign up, read the mail, confirm, log in."""

import secrets

import httpx

from tests.http.customer import PASSWORD, Customer
from tests.http.mail_reader import MailReader

CONFIRM = "Confirm your e-mail address"
RESET = "Choose a new password"
OTHER = "staple of a horse"


def an_address() -> str:
    return f"c-{secrets.token_hex(6)}@passepartout.example"


async def sign_up(
    http: httpx.AsyncClient, email: str, password: str = PASSWORD, **more: object
) -> httpx.Response:
    body = {"email": email, "password": password, "userName": "Ada", **more}
    return await http.post("/api/auth/signup", json=body)


async def confirm(http: httpx.AsyncClient, token: str) -> httpx.Response:
    return await http.post("/api/auth/confirm", json={"token": token})


async def confirmed_customer(http: httpx.AsyncClient) -> Customer:
    """Logged in."""
    email = an_address()
    assert (await sign_up(http, email)).status_code == 202
    answer = await confirm(http, await MailReader(http).token(email, CONFIRM))
    assert answer.status_code == 200, answer.text
    customer = Customer(http=http, token="", email=email, user_id="", refresh_token="")
    await customer.log_in()
    return customer
