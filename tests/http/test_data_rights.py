"""To have one's data, and to be erased, over HTTP and with the workers of a running shop."""

import asyncio
import io
import json
import secrets
import zipfile
from typing import Any

import asyncpg
import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.contract.persistence import ALL_TABLES, ROWS_WITH
from tests.http.buyer import ADDRESS, Buyer
from tests.http.customer import PASSWORD, Customer, log_in, new_customer
from tests.http.mail_reader import MailReader
from tests.http.paying import order, pay
from tests.http.problems import problem

EXPORT = "/api/profiles/export"
PATIENCE_S = 40.0


@pytest.fixture
async def customer(http: httpx.AsyncClient, database: asyncpg.Connection) -> Customer:
    return await new_customer(http, database)


async def erase(who: Buyer, **body: Any) -> httpx.Response:
    return await who.ask("DELETE", "/api/profiles", json=body)


async def export_of(customer: Customer) -> dict[str, Any]:
    """Once it is there. Raises TimeoutError."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            answer = await customer.ask("GET", EXPORT)
            assert answer.status_code == 200, answer.text
            told: dict[str, Any] = answer.json()
            if told["status"] not in ("queued", "processing"):
                return told
            await asyncio.sleep(0.1)


async def test_an_export_is_a_link_to_a_file_with_everything(
    http: httpx.AsyncClient, customer: Customer, picture: bytes
) -> None:
    problem(await customer.ask("GET", EXPORT), 404, "export_not_found")
    assert (await customer.upload(picture)).status_code == 201
    asked = await customer.ask("POST", EXPORT)
    assert (asked.status_code, asked.json()["url"]) == (202, None)
    told = await export_of(customer)
    assert told["status"] == "completed"
    assert told["urlExpiresAt"] < told["endsAt"]
    file = await http.get(told["url"])
    assert file.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        (profile,) = json.loads(archive.read("profile.json"))
        (own,) = json.loads(archive.read("pictures.json"))
    assert profile["email"] == customer.email
    assert (await http.get(own["link"])).headers["Content-Type"] == "image/jpeg"
    changed = told["url"].replace("signature=", "signature=0")
    problem(await http.get(changed), 403, "asset_signature_invalid")
    _, mail = await MailReader(http).wait(customer.email, 2)
    assert mail.subject == "Your data is ready"


async def test_a_guest_has_nothing_to_export_or_erase(buyer: Buyer) -> None:
    problem(await buyer.ask("GET", EXPORT), 401, "login_required")
    problem(await buyer.ask("POST", EXPORT), 401, "login_required")
    problem(await erase(buyer, password="x"), 401, "login_required")


async def test_nobody_is_erased_by_mistake(
    customer: Customer, database: asyncpg.Connection
) -> None:
    for body in ({"password": "wrong"}, {}, {"confirm": customer.email}):
        problem(await erase(customer, **body), 422, "password_wrong", "password")
    problem(await erase(customer, password=PASSWORD, force=True), 400, "request_invalid")
    problem(await erase(customer, password=1), 400, "request_invalid")
    await database.execute("UPDATE users SET password_hash = NULL WHERE email = $1", customer.email)
    for body in ({"confirm": "other@buyer.example"}, {"password": PASSWORD}):
        problem(await erase(customer, **body), 422, "erasure_not_confirmed", "confirm")
    assert (await customer.ask("GET", "/api/profiles")).status_code == 200
    assert (await erase(customer, confirm=customer.email)).status_code == 202


async def test_an_erased_account_is_closed_at_once(
    http: httpx.AsyncClient, customer: Customer, database: asyncpg.Connection
) -> None:
    assert (await erase(customer, password=PASSWORD)).json() == {"erased": True}
    problem(await log_in(http, customer.email), 401, "login_failed")
    assert await database.fetchval(
        "SELECT count(*) = 0 FROM login_sessions "
        "WHERE account_id = $1::text::uuid AND ended_at IS NULL",
        customer.user_id,
    )
    for method, path in (("GET", "/api/profiles"), ("POST", EXPORT), ("GET", EXPORT)):
        # An access token lives on for some minutes, but opens nothing any more.
        problem(await customer.ask(method, path), 404, "account_not_found")
    problem(await erase(customer, password=PASSWORD), 404, "account_not_found")


async def tables_with(database: asyncpg.Connection, mark: str) -> set[str]:
    names = [row["table_name"] for row in await database.fetch(ALL_TABLES)]
    words, digits = f"%{mark}%", f"%{mark.encode().hex()}%"
    found = set()
    for name in names:
        looking = ROWS_WITH.format(table=name).replace(":words", "$1").replace(":digits", "$2")
        if await database.fetchval(looking, words, digits):
            found.add(name)
    return found


async def bought(customer: Customer, mark: str, picture: bytes) -> dict[str, Any]:
    """A checkout of somebody who left their mark wherever a form takes one."""
    file = {"file": (f"{mark}.jpg", picture, "image/jpeg")}
    uploaded = await customer.ask("POST", "/api/user-images", files=file)
    assert uploaded.json()["originalName"] == f"{mark}.jpg", uploaded.text
    product = await customer.make_product(uploaded.json()["id"])
    marked = {"name": f"{mark} Lovelace", "line1": f"12 {mark} Square", "line2": f"{mark} floor"}
    answers = [
        await customer.ask(
            "PATCH", "/api/profiles", json={"userName": f"{mark} Ada", "phone": "+442079460000"}
        ),
        await customer.ask("POST", "/api/addresses", json={**ADDRESS, **marked}),
        await customer.add(product.json()["id"], headers={"User-Agent": f"{mark} browser"}),
        await customer.check_out(marked, {"Idempotency-Key": mark}, email=f"{mark}@buyer.example"),
    ]
    assert all(answer.is_success for answer in answers), [answer.text for answer in answers]
    checkout: dict[str, Any] = answers[-1].json()
    return checkout


async def until_order(customer: Customer, checkout: dict[str, Any], status: str) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if (await order(customer, checkout))["status"] == status:
                return
            await asyncio.sleep(0.2)


async def until_done(database: asyncpg.Connection, dedupe_key: str) -> None:
    """The job is made due now, because a test cannot wait for minutes."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            state = await database.fetchval(
                "UPDATE jobs SET run_at = least(run_at, now()) "
                "WHERE dedupe_key = $1 RETURNING state",
                dedupe_key,
            )
            if state == "done":
                return
            await asyncio.sleep(0.1)


async def test_no_table_holds_a_trace_of_somebody_whose_order_has_arrived(
    customer: Customer,
    database: asyncpg.Connection,
    outside: httpx.AsyncClient,
    stack: Stack,
    picture: bytes,
) -> None:
    mark = f"m{secrets.token_hex(7)}"
    checkout = await bought(customer, mark, picture)
    await pay(outside, stack, checkout)
    await until_order(customer, checkout, "delivered")
    assert (await customer.ask("POST", EXPORT)).status_code == 202
    await export_of(customer)
    before = await tables_with(database, mark)
    assert {"orders", "dropships", "checkout_sessions", "inbox", "mails", "addresses"} <= before

    assert (await erase(customer, password=PASSWORD)).status_code == 202
    await until_done(database, f"erase:{customer.user_id}:1")
    await until_done(database, f"mail:account_erased:{customer.user_id}")
    mails = await MailReader(customer.http).wait(customer.email, 1)
    assert mails[-1].subject == "Your account was erased"
    await until_done(database, f"erase:{customer.user_id}:2")
    assert await tables_with(database, mark) == set()
    assert await tables_with(database, customer.email) == set()
    kept = await database.fetchrow(
        "SELECT status, total, address->>'country_code' AS country "
        "FROM orders WHERE id = $1::text::uuid",
        checkout["orderId"],
    )
    assert kept is not None
    assert (kept["status"], kept["country"]) == ("delivered", "GB")
    assert kept["total"] == checkout["amount"]["amount"]
