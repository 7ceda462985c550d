"""Every route of the OpenAPI document is open to exactly the roles that this table names."""

import asyncio
import os
import sys
from collections.abc import Mapping
from uuid import uuid4

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.customer import new_customer
from tests.http.problems import problem
from tests.http.signing_up import an_address, sign_up

# In rising order: each is let in where those before it are.
CALLERS = ("nobody", "guest", "customer", "staff", "admin")

# The least of them that a route is open to. A route that is not listed fails the test.
LEAST = {
    "DELETE /api/addresses/{address_id}": "customer",
    "DELETE /api/profiles": "customer",
    "GET /api/addresses": "customer",
    "GET /api/addresses/{address_id}": "customer",
    "GET /api/profiles/export": "customer",
    "POST /api/addresses": "customer",
    "POST /api/profiles/export": "customer",
    "PUT /api/addresses/{address_id}": "customer",
    "POST /api/addresses/validate": "guest",
    "POST /api/admin/orders/{order_id}/cancel": "staff",
    "POST /api/admin/orders/{order_id}/release": "staff",
    "POST /api/admin/orders/{order_id}/reprint": "staff",
    "POST /api/admin/orders/{order_id}/resubmit": "staff",
    "GET /api/admin/attention": "staff",
    "POST /api/admin/attention/{item_id}/repair": "staff",
    "POST /api/admin/attention/{item_id}/resolve": "staff",
    "GET /api/admin/jobs": "staff",
    "POST /api/admin/jobs/{job_id}/retry": "staff",
    "GET /api/admin/orders": "staff",
    "GET /api/admin/orders/{order_id}": "staff",
    "GET /api/admin/carts": "staff",
    "GET /api/admin/carts/{cart_id}": "staff",
    "POST /api/admin/orders/{order_id}/refund": "staff",
    "PUT /api/admin/users/{account_id}": "admin",
    "POST /api/auth/confirm": "nobody",
    "POST /api/auth/forgot": "nobody",
    "POST /api/auth/guest": "nobody",
    "POST /api/auth/login": "nobody",
    "POST /api/auth/logout": "customer",
    "POST /api/auth/refresh": "nobody",
    "POST /api/auth/reset": "nobody",
    "POST /api/auth/signup": "nobody",
    "GET /api/cart": "guest",
    "POST /api/cart": "guest",
    "POST /api/cart/batch": "guest",
    "GET /api/cart/health": "guest",
    "GET /api/cart/history": "guest",
    "PATCH /api/cart/items/{line_id}": "guest",
    "POST /api/cart/merge": "customer",
    "POST /api/cart/merges/{merge_id}/undo": "customer",
    "DELETE /api/cart/items/{line_id}": "guest",
    "POST /api/checkout/create-session": "guest",
    "GET /api/checkout/retrieve-address": "guest",
    "POST /api/checkout/{order_id}/cancel": "guest",
    "GET /api/templates": "nobody",
    "GET /api/designs": "guest",
    "POST /api/designs": "guest",
    "GET /api/designs/{design_id}": "guest",
    "PATCH /api/designs/{design_id}": "guest",
    "DELETE /api/designs/{design_id}": "guest",
    "POST /api/designs/{design_id}/finalize": "guest",
    "POST /api/designs/{design_id}/preview": "guest",
    "GET /api/jobs/{job_id}": "guest",
    "POST /api/admin/renders/{render_id}/retry": "staff",
    "GET /api/frames": "nobody",
    "GET /api/orders": "guest",
    "GET /api/orders/{order_id}": "guest",
    "POST /api/orders": "guest",
    "POST /api/orders/{order_id}/checkout": "guest",
    "POST /api/orders/{order_id}/reorder": "guest",
    "POST /api/products": "guest",
    "GET /api/products/{product_id}": "guest",
    "GET /api/profiles": "customer",
    "PATCH /api/profiles": "customer",
    "POST /api/profiles/email": "customer",
    "POST /api/profiles/password": "customer",
    "POST /api/shipping/quotes": "guest",
    "POST /api/uploads": "guest",
    "GET /api/uploads/{upload_id}": "guest",
    "HEAD /api/uploads/{upload_id}": "guest",
    "PATCH /api/uploads/{upload_id}": "guest",
    "DELETE /api/uploads/{upload_id}": "guest",
    "GET /api/user-images": "guest",
    "POST /api/user-images": "guest",
    "GET /api/user-images/{picture_id}": "guest",
    "DELETE /api/user-images/{picture_id}": "guest",
    "POST /api/user-images/by-url": "guest",
    "GET /api/curated-images": "nobody",
    "POST /api/curated-images/{picture_id}/take": "guest",
    "POST /api/admin/curated-images": "staff",
    "DELETE /api/admin/curated-images/{picture_id}": "staff",
    "POST /api/webhooks/prodigi/{token}": "nobody",
    "POST /api/webhooks/stripe": "nobody",
    "GET /assets/{key}": "nobody",
    "HEAD /assets/{key}": "nobody",
    "GET /health/live": "nobody",
    "GET /health/ready": "nobody",
    "GET /metrics": "nobody",
}
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
SHUT_OUT = {"credential_missing", "login_required", "not_allowed"}


@pytest.fixture
async def routes(http: httpx.AsyncClient) -> list[str]:
    document = (await http.get("/schema/openapi.json")).json()
    return [
        f"{method.upper()} {path}"
        for path, item in document["paths"].items()
        for method in item
        if method in METHODS
    ]


@pytest.fixture
async def tokens(http: httpx.AsyncClient, database: asyncpg.Connection) -> Mapping[str, str]:
    guest = await http.post("/api/auth/guest")
    made = {"nobody": "", "guest": guest.json()["token"]}
    for role in CALLERS[2:]:
        made[role] = (await new_customer(http, database, role)).token
    return made


async def ask(http: httpx.AsyncClient, route: str, token: str) -> httpx.Response:
    """With a body that no route can read, so that whoever is let in changes nothing."""
    method, path = route.split(" ")
    while "{" in path:
        before, _, rest = path.partition("{")
        path = before + str(uuid4()) + rest.partition("}")[2]
    # A server may close a connection on which it left a body unread.
    headers = {"Content-Type": "application/json", "Connection": "close"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    return await http.request(method, path, headers=headers, content=b"{")


def is_let_in(answer: httpx.Response) -> bool:
    if not answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        return True
    if not answer.content:
        # HEAD has no body to tell more, and no such route asks for more than being somebody.
        return answer.status_code != 401
    told = answer.json()
    return told.get("code") not in SHUT_OUT


def test_every_route_has_an_entry(routes: list[str]) -> None:
    assert set(routes) == LEAST.keys()


@pytest.mark.parametrize("caller", CALLERS)
async def test_a_caller_is_let_in_where_the_table_says_and_nowhere_else(
    http: httpx.AsyncClient, tokens: Mapping[str, str], routes: list[str], caller: str
) -> None:
    wrong = {}
    # What ends the account or the log-in that asks comes last.
    for route in sorted(routes, key=lambda route: (route.startswith("DELETE /api/prof"), route)):
        least = LEAST.get(route, "nobody on earth")
        expected = least in CALLERS[: CALLERS.index(caller) + 1]
        answer = await ask(http, route, tokens[caller])
        if is_let_in(answer) is not expected:
            wrong[route] = (answer.status_code, answer.text[:120])
    assert wrong == {}


@pytest.mark.parametrize(
    ("caller", "status", "code"),
    [
        ("nobody", 401, "credential_missing"),
        ("guest", 401, "login_required"),
        ("customer", 403, "not_allowed"),
        ("staff", 403, "not_allowed"),
    ],
)
async def test_the_refusal_says_what_would_help(
    http: httpx.AsyncClient, tokens: Mapping[str, str], caller: str, status: int, code: str
) -> None:
    answer = await ask(http, "PUT /api/admin/users/{account_id}", tokens[caller])
    problem(answer, status, code)


@pytest.mark.parametrize("role", ["staff", "admin"])
async def test_those_who_see_everything_are_out_the_moment_their_log_in_ends(
    http: httpx.AsyncClient, database: asyncpg.Connection, role: str
) -> None:
    member = await new_customer(http, database, role)
    route = "GET /api/admin/carts" if role == "staff" else "PUT /api/admin/users/{account_id}"
    assert is_let_in(await ask(http, route, member.token))
    assert (await member.ask("POST", "/api/auth/logout", json={})).status_code == 204
    problem(await ask(http, route, member.token), 401, "session_ended")


async def test_an_administrator_gives_a_role_which_logs_the_user_out(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    admin = await new_customer(http, database, "admin")
    user = await new_customer(http, database)
    path = f"/api/admin/users/{user.user_id}"
    answer = await admin.ask("PUT", path, json={"role": "staff"})
    assert (answer.status_code, answer.json()["role"]) == (200, "staff"), answer.text
    refused = await http.post("/api/auth/refresh", json={"refreshToken": user.refresh_token})
    problem(refused, 401, "session_ended")
    await user.log_in()
    assert is_let_in(await ask(http, "GET /api/admin/carts", user.token))


async def test_roles_that_cannot_be_given_are_refused(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    admin = await new_customer(http, database, "admin")
    path = f"/api/admin/users/{admin.user_id}"
    for role in ("guest", "owner", ""):
        problem(await admin.ask("PUT", path, json={"role": role}), 422, "role_invalid", "role")
    problem(await admin.ask("PUT", path, json={"role": "staff", "x": 1}), 400, "request_invalid")
    nobody = f"/api/admin/users/{uuid4()}"
    problem(await admin.ask("PUT", nobody, json={"role": "staff"}), 404, "account_not_found")


async def test_the_last_administrator_stays_one(
    http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    admin = await new_customer(http, database, "admin")
    await database.execute(
        "UPDATE users SET role = 'customer' WHERE role = 'admin' AND id <> $1::text::uuid",
        admin.user_id,
    )
    path = f"/api/admin/users/{admin.user_id}"
    problem(await admin.ask("PUT", path, json={"role": "customer"}), 409, "last_admin")


async def test_the_first_administrator_is_made_by_a_command(
    stack: Stack, http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    user = await new_customer(http, database)
    assert await grant(stack, "admin", user.email) == (0, "")
    await user.log_in()
    assert is_let_in(await ask(http, "PUT /api/admin/users/{account_id}", user.token))
    code, told = await grant(stack, "admin", "nobody@passepartout.example")
    assert code == 1
    assert "Nobody has signed up as nobody@passepartout.example" in told


async def test_whoever_only_signed_up_with_an_address_is_not_made_an_administrator(
    stack: Stack, http: httpx.AsyncClient
) -> None:
    email = an_address()
    assert (await sign_up(http, email)).status_code == 202
    code, told = await grant(stack, "admin", email, "--data-dir", str(stack.data.path))
    assert code == 1
    assert f"Nobody has signed up as {email} and confirmed it" in told


async def grant(stack: Stack, *words: str) -> tuple[int | None, str]:
    """The exit code and what it complains about."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "adapters.inbound.cli.main",
        "grant",
        *words,
        env={**os.environ, **stack.environment},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await process.communicate()
    return process.returncode, told.decode()
