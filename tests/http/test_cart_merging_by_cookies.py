"""Browsers bring their guest's cart along by cookies alone, and get it back by undoing."""

from typing import Any

import asyncpg
import httpx
import pytest

from tests.http.browser import ACCESS, GUEST, Browser
from tests.http.buyer import FRAME
from tests.http.customer import sign_up
from tests.http.problems import problem


@pytest.fixture
async def browser(http: httpx.AsyncClient) -> Browser:
    return Browser(http=http)


@pytest.fixture
async def email(http: httpx.AsyncClient, database: asyncpg.Connection) -> str:
    return await sign_up(http, database)


async def put_into_cart(browser: Browser, picture: bytes) -> str:
    """The id of the product of which two pieces are in the cart."""
    file = {"file": ("picture.jpg", picture, "image/jpeg")}
    image = await browser.ask("POST", "/api/user-images", files=file)
    assert image.status_code == 201, image.text
    body = {"imageId": image.json()["id"], **FRAME}
    product_id = str((await browser.ask("POST", "/api/products", json=body)).json()["id"])
    added = {"productId": product_id, "quantity": 2}
    assert (await browser.ask("POST", "/api/cart", json=added)).status_code == 200
    return product_id


async def cart(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = (await browser.ask("GET", "/api/cart")).json()
    return found


async def counted(browser: Browser) -> dict[str, int]:
    return {item["productId"]: item["quantity"] for item in (await cart(browser))["items"]}


async def test_logging_in_brings_the_guests_cart_and_ends_the_guest(
    browser: Browser, email: str, picture: bytes
) -> None:
    await browser.become_guest()
    product_id = await put_into_cart(browser, picture)
    told = (await browser.log_in(email)).json()["merge"]
    assert told["status"] == "merged"
    assert GUEST not in browser.cookies
    assert await counted(browser) == {product_id: 2}


async def test_undoing_brings_the_guest_back_for_after_the_log_in(
    browser: Browser, email: str, picture: bytes
) -> None:
    guest_id = await browser.become_guest()
    product_id = await put_into_cart(browser, picture)
    told = (await browser.log_in(email)).json()["merge"]
    merge_id = told["report"]["mergeId"]
    answer = await browser.ask("POST", f"/api/cart/merges/{merge_id}/undo")
    assert answer.status_code == 200, answer.text
    assert answer.json()["guest"]["guestId"] == guest_id
    # What a cookie holds, no script sees.
    assert answer.json()["guest"]["token"] is None
    assert await counted(browser) == {}
    assert (await browser.ask("POST", "/api/auth/logout")).status_code == 204
    assert await counted(browser) == {product_id: 2}


async def test_merging_later_finds_the_guest_in_the_cookie(
    browser: Browser, email: str, picture: bytes
) -> None:
    await browser.become_guest()
    await browser.log_in(email)
    customer = dict(browser.cookies)
    assert (await browser.ask("POST", "/api/auth/logout")).status_code == 204
    product_id = await put_into_cart(browser, picture)
    customer[GUEST] = browser.cookies[GUEST]
    browser.cookies = customer
    shown = await browser.ask("POST", "/api/cart/merge", json={"dryRun": True})
    assert (shown.json()["status"], GUEST in browser.cookies) == ("merged", True)
    answer = await browser.ask("POST", "/api/cart/merge", json={})
    assert answer.json()["status"] == "merged", answer.text
    assert GUEST not in browser.cookies
    assert await counted(browser) == {product_id: 2}


async def test_a_cookie_counts_only_for_who_comes_by_cookies(
    browser: Browser, http: httpx.AsyncClient, email: str
) -> None:
    await browser.become_guest()
    await browser.log_in(email)
    bearer = {"Authorization": f"Bearer {browser.cookies[ACCESS]}"}
    answer = await browser.send("POST", "/api/cart/merge", bearer, json={})
    problem(answer, 422, "guest_token_invalid", "guestToken")


async def test_who_falls_back_to_a_guest_keeps_the_cart_and_logs_in_without_doubling_it(
    browser: Browser, email: str, picture: bytes, database: asyncpg.Connection
) -> None:
    await browser.log_in(email)
    product_id = await put_into_cart(browser, picture)
    await database.execute(
        "UPDATE refresh_tokens SET expires_at = now() WHERE session_id IN (SELECT id FROM "
        "login_sessions WHERE account_id = (SELECT id FROM users WHERE email = $1))",
        email,
    )
    del browser.cookies[ACCESS]
    assert await counted(browser) == {product_id: 2}
    assert (await browser.ask("GET", "/api/profiles")).status_code == 401
    told = (await browser.log_in(email)).json()["merge"]
    assert told["status"] == "merged"
    assert await counted(browser) == {product_id: 2}
