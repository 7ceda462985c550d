"""A customer as an HTTP client: signed up, confirmed by the mailed link, and logged in."""

import secrets
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx

from tests.http.buyer import Buyer

PASSWORD = "a long enough password"


@dataclass(slots=True, kw_only=True)
class Customer(Buyer):
    """`token` is the access token; the refresh token is what the last answer said."""

    user_id: str
    refresh_token: str

    def take(self, answer: httpx.Response) -> None:
        """The tokens of a log-in or of a renewal."""
        assert answer.status_code == 200, answer.text
        told = answer.json()
        self.user_id, self.token = told["userId"], told["accessToken"]
        self.refresh_token = told["refreshToken"]

    async def log_in(self) -> None:
        self.take(await log_in(self.http, self.email))


async def log_in(
    http: httpx.AsyncClient, email: str, password: str = PASSWORD, **more: Any
) -> httpx.Response:
    body = {"email": email, "password": password, **more}
    return await http.post("/api/auth/login", json=body)


async def sign_up(
    http: httpx.AsyncClient, database: asyncpg.Connection, role: str = "customer"
) -> str:
    """The e-mail address of an account that may log in; it is confirmed by hand."""
    email = f"c-{secrets.token_hex(6)}@passepartout.example"
    body = {"email": email, "password": PASSWORD, "userName": "Ada"}
    answer = await http.post("/api/auth/signup", json=body)
    assert answer.status_code == 202, answer.text
    confirmed = await database.execute(
        "UPDATE users SET confirmed_at = now(), role = $2, password_hash = "
        "(SELECT password_hash FROM email_tickets WHERE account_id = users.id) WHERE email = $1",
        email,
        role,
    )
    assert confirmed == "UPDATE 1"
    return email


async def new_customer(
    http: httpx.AsyncClient, database: asyncpg.Connection, role: str = "customer"
) -> Customer:
    email = await sign_up(http, database, role)
    customer = Customer(http=http, token="", email=email, user_id="", refresh_token="")
    await customer.log_in()
    return customer
