"""Browsers are guests and customers by cookies that no script reads and no other page can use."""

import asyncio
from http.cookies import SimpleCookie

import asyncpg
import httpx
import jwt
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.browser import ACCESS, CSRF, GUEST, NOTE, REFRESH, Browser
from tests.http.buyer import FRAME
from tests.http.customer import new_customer, sign_up
from tests.http.problems import problem

REFRESH_TOKEN_LIFETIME_S = 30 * 24 * 3600
QUOTE = {"countryCode": "GB"}


@pytest.fixture
async def browser(http: httpx.AsyncClient) -> Browser:
    return Browser(http=http)


@pytest.fixture
async def email(http: httpx.AsyncClient, database: asyncpg.Connection) -> str:
    return await sign_up(http, database)


@pytest.fixture
async def logged_in(browser: Browser, email: str) -> Browser:
    assert (await browser.log_in(email)).status_code == 200
    return browser


async def whoami(browser: Browser) -> str:
    answer = await browser.ask("GET", "/api/profiles")
    return str(answer.json()["email"]) if answer.status_code == 200 else "nobody"


async def change_something(browser: Browser) -> httpx.Response:
    return await browser.ask("PATCH", "/api/profiles", json={"userName": "Grace"})


async def run_out(database: asyncpg.Connection, email: str) -> None:
    """As if nobody had used the log-in for a month."""
    await database.execute(
        "UPDATE refresh_tokens SET expires_at = now() WHERE session_id IN (SELECT id FROM "
        "login_sessions WHERE account_id = (SELECT id FROM users WHERE email = $1))",
        email,
    )


async def test_cookies_carry_a_log_in_and_the_body_carries_no_token(
    browser: Browser, email: str
) -> None:
    answer = await browser.log_in(email)
    assert answer.json()["accessToken"] is None
    assert answer.json()["refreshToken"] is None
    assert set(browser.cookies) == {ACCESS, REFRESH, CSRF}
    assert await whoami(browser) == email


async def test_cookies_are_for_this_host_only_and_hidden_from_scripts(
    browser: Browser, email: str
) -> None:
    guest = await browser.ask("POST", "/api/auth/guest", json={"cookies": True})
    answers = [*guest.headers.get_list("Set-Cookie")]
    answers += (await browser.log_in(email)).headers.get_list("Set-Cookie")
    assert len(answers) == 5
    for header in answers:
        ((name, morsel),) = SimpleCookie(header).items()
        assert name.startswith("__Host-")
        assert (morsel["path"], morsel["domain"], morsel["samesite"]) == ("/", "", "Lax")
        assert morsel["secure"]
        assert bool(morsel["httponly"]) is (name != CSRF)
        if name == REFRESH:
            # A browser that comes back when the token is over still says whose cart it had.
            assert int(morsel["max-age"]) > REFRESH_TOKEN_LIFETIME_S


async def test_a_guest_by_cookies_shops_like_any_other(browser: Browser) -> None:
    guest_id = await browser.become_guest()
    assert (await browser.ask("GET", "/api/cart")).status_code == 200
    assert (await browser.ask("POST", "/api/shipping/quotes", json=QUOTE)).status_code == 409
    assert await browser.become_guest() == guest_id


@pytest.mark.parametrize("proof", ["", "x", "ä", "other"])
async def test_a_change_by_cookies_needs_proof(
    logged_in: Browser, http: httpx.AsyncClient, proof: str
) -> None:
    if proof == "other":
        other = Browser(http=http)
        await other.become_guest()
        # Also when the cookie was planted, as a neighbouring host may do where it can.
        proof = logged_in.cookies[CSRF] = other.cookies[CSRF]
    headers = {"X-CSRF-Token": proof.encode()} if proof else {}
    answer = await logged_in.send("PATCH", "/api/profiles", headers, json={"userName": "Eve"})  # type: ignore[arg-type]
    problem(answer, 403, "csrf_token_invalid")


async def test_a_guest_needs_proof_too(browser: Browser) -> None:
    await browser.become_guest()
    problem(
        await browser.send("POST", "/api/shipping/quotes", json=QUOTE), 403, "csrf_token_invalid"
    )


async def test_reading_needs_no_proof_and_a_change_with_proof_is_let_through(
    logged_in: Browser,
) -> None:
    assert (await logged_in.send("GET", "/api/profiles")).status_code == 200
    assert (await change_something(logged_in)).status_code == 200


async def test_a_bearer_token_counts_before_cookies_and_needs_no_proof(
    logged_in: Browser, http: httpx.AsyncClient, database: asyncpg.Connection
) -> None:
    other = await new_customer(http, database)
    bearer = {"Authorization": f"Bearer {other.token}"}
    answer = await logged_in.send("PATCH", "/api/profiles", bearer, json={"userName": "Mary"})
    assert answer.json()["email"] == other.email
    bad = {"Authorization": "Bearer x"}
    problem(await logged_in.send("GET", "/api/profiles", bad), 401, "token_invalid")


async def test_other_sites_cannot_log_a_browser_in(browser: Browser, email: str) -> None:
    body = {"email": email, "password": "whatever it is", "cookies": True}
    for path, content in (("login", body), ("guest", {"cookies": True})):
        answer = await browser.ask(
            "POST", f"/api/auth/{path}", {"Sec-Fetch-Site": "cross-site"}, json=content
        )
        problem(answer, 403, "csrf_token_invalid")


async def test_a_log_in_is_renewed_in_passing(logged_in: Browser, email: str) -> None:
    before = dict(logged_in.cookies)
    del logged_in.cookies[ACCESS]
    answer = await change_something(logged_in)
    assert (answer.status_code, answer.headers[NOTE]) == (200, "renewed")
    assert logged_in.cookies[REFRESH] != before[REFRESH]
    assert logged_in.cookies[CSRF] == before[CSRF]
    again = await logged_in.ask("GET", "/api/profiles")
    assert NOTE not in again.headers
    assert again.json()["email"] == email


async def test_an_access_cookie_that_ran_out_or_is_no_good_is_renewed_as_well(
    stack: Stack, logged_in: Browser
) -> None:
    claims = jwt.decode(logged_in.cookies[ACCESS], options={"verify_signature": False})
    over = {**claims, "exp": claims["iat"]}
    old = jwt.encode(over, stack.environment["TOKEN_SECRET"], algorithm="HS256")
    for token in (old, "x"):
        logged_in.cookies[ACCESS] = token
        answer = await change_something(logged_in)
        assert (answer.status_code, answer.headers[NOTE]) == (200, "renewed")
        assert logged_in.cookies[ACCESS] != token


async def test_an_access_cookie_without_a_refresh_cookie_falls_back_when_it_is_over(
    logged_in: Browser,
) -> None:
    del logged_in.cookies[REFRESH]
    assert (await change_something(logged_in)).status_code == 200
    logged_in.cookies[ACCESS] = "x"
    answer = await logged_in.ask("GET", "/api/cart")
    assert (answer.status_code, answer.headers[NOTE]) == (200, "guest; reason=token_invalid")


async def test_a_log_in_by_cookies_takes_the_guests_cart_along(
    browser: Browser, email: str, picture: bytes
) -> None:
    guest = await browser.ask("POST", "/api/auth/guest", json={"cookies": True})
    assert guest.status_code == 201
    files = {"file": ("picture.jpg", picture, "image/jpeg")}
    image_id = (await browser.ask("POST", "/api/user-images", files=files)).json()["id"]
    frame = {"imageId": image_id, **FRAME}
    product_id = (await browser.ask("POST", "/api/products", json=frame)).json()["id"]
    added = await browser.ask("POST", "/api/cart", json={"productId": product_id, "quantity": 2})
    assert added.status_code == 200, added.text
    assert (await browser.log_in(email)).json()["merge"]["status"] == "merged"
    assert set(browser.cookies) == {ACCESS, REFRESH, CSRF}
    (line,) = (await browser.ask("GET", "/api/cart")).json()["items"]
    assert (line["productId"], line["quantity"]) == (product_id, 2)


async def test_the_new_cookies_come_with_a_refusal_too(logged_in: Browser) -> None:
    for method, path, status in (
        ("GET", "/api/orders/01a1fcf7-5298-7439-b520-83891c8b7de7", 404),
        ("PUT", "/api/admin/users/01a1fcf7-5298-7439-b520-83891c8b7de7", 403),
    ):
        before = logged_in.cookies[REFRESH]
        del logged_in.cookies[ACCESS]
        answer = await logged_in.ask(method, path, json={"role": "admin"})
        assert (answer.status_code, answer.headers[NOTE]) == (status, "renewed"), answer.text
        assert logged_in.cookies[REFRESH] != before
        assert answer.headers["Cache-Control"] == "no-store"


async def test_renewal_without_proof_renews_and_still_refuses(logged_in: Browser) -> None:
    before = logged_in.cookies[REFRESH]
    del logged_in.cookies[ACCESS]
    problem(
        await logged_in.send("PATCH", "/api/profiles", json={"userName": "Eve"}),
        403,
        "csrf_token_invalid",
    )
    assert logged_in.cookies[REFRESH] != before


async def test_tabs_that_renew_at_once_stay_logged_in(logged_in: Browser, email: str) -> None:
    del logged_in.cookies[ACCESS]
    tabs = [Browser(http=logged_in.http, cookies=dict(logged_in.cookies)) for _ in range(8)]
    assert await asyncio.gather(*(whoami(tab) for tab in tabs)) == [email] * 8
    assert len({tab.cookies[REFRESH] for tab in tabs}) == 1


async def test_cookies_are_renewed_when_asked_for(logged_in: Browser) -> None:
    before = logged_in.cookies[REFRESH]
    answer = await logged_in.ask("POST", "/api/auth/refresh")
    assert answer.status_code == 200, answer.text
    assert answer.json()["refreshToken"] is None
    assert logged_in.cookies[REFRESH] != before
    problem(await logged_in.send("POST", "/api/auth/refresh"), 403, "csrf_token_invalid")


async def test_log_out_takes_the_cookies_and_leaves_the_guest(browser: Browser, email: str) -> None:
    await browser.become_guest()
    await browser.log_in(email)
    assert (await browser.ask("POST", "/api/auth/logout", json={})).status_code == 204
    assert set(browser.cookies) == {GUEST, CSRF}
    assert (await browser.ask("POST", "/api/shipping/quotes", json=QUOTE)).status_code == 409


async def test_log_out_of_a_browser_that_was_no_guest_leaves_nothing(logged_in: Browser) -> None:
    assert (await logged_in.ask("POST", "/api/auth/logout")).status_code == 204
    assert logged_in.cookies == {}


async def test_who_was_logged_out_elsewhere_goes_on_as_a_guest(
    logged_in: Browser, http: httpx.AsyncClient, email: str
) -> None:
    other = Browser(http=http)
    await other.log_in(email)
    assert (
        await other.ask("POST", "/api/auth/logout", json={"everywhere": True})
    ).status_code == 204
    del logged_in.cookies[ACCESS]
    answer = await logged_in.ask("GET", "/api/cart")
    assert (answer.status_code, answer.headers[NOTE]) == (200, "guest; reason=session_ended")
    assert set(logged_in.cookies) == {GUEST, CSRF}
    again = await logged_in.ask("POST", "/api/shipping/quotes", json=QUOTE)
    assert (again.status_code, again.headers.get(NOTE)) == (409, None)


async def test_a_change_goes_on_as_the_guest_of_before(
    browser: Browser, database: asyncpg.Connection, email: str
) -> None:
    guest_id = await browser.become_guest()
    await browser.log_in(email)
    await run_out(database, email)
    del browser.cookies[ACCESS]
    answer = await browser.ask("POST", "/api/shipping/quotes", json=QUOTE)
    assert answer.headers[NOTE] == "guest; reason=refresh_token_expired"
    problem(answer, 409, "cart_is_empty")
    assert await browser.become_guest() == guest_id


async def test_what_needs_an_account_says_so_after_falling_back(
    logged_in: Browser, database: asyncpg.Connection, email: str
) -> None:
    await run_out(database, email)
    del logged_in.cookies[ACCESS]
    answer = await logged_in.ask("GET", "/api/profiles")
    problem(answer, 401, "login_required")
    assert answer.headers[NOTE] == "guest; reason=refresh_token_expired"
    assert set(logged_in.cookies) == {GUEST, CSRF}


async def test_tabs_whose_log_in_ran_out_become_one_guest(
    logged_in: Browser, database: asyncpg.Connection, email: str
) -> None:
    await run_out(database, email)
    del logged_in.cookies[ACCESS]
    tabs = [Browser(http=logged_in.http, cookies=dict(logged_in.cookies)) for _ in range(8)]
    answers = await asyncio.gather(*(tab.ask("GET", "/api/cart") for tab in tabs))
    assert {answer.status_code for answer in answers} == {200}
    assert len({tab.cookies[CSRF] for tab in tabs}) == 1


@pytest.mark.parametrize("secret", ["x", "x" * 3000])
async def test_a_forged_refresh_cookie_makes_a_new_guest(browser: Browser, secret: str) -> None:
    browser.cookies[REFRESH] = secret
    answer = await browser.ask("GET", "/api/cart")
    assert (answer.status_code, answer.headers[NOTE]) == (
        200,
        "guest; reason=refresh_token_invalid",
    )


async def test_a_guest_cookie_that_is_no_good_is_refused(browser: Browser) -> None:
    browser.cookies[GUEST] = "x"
    problem(await browser.ask("GET", "/api/cart"), 401, "token_invalid")
    await browser.become_guest()
    assert (await browser.ask("GET", "/api/cart")).status_code == 200


async def test_cookies_of_others_say_nothing(browser: Browser) -> None:
    browser.cookies["theme"] = "dark"
    problem(await browser.ask("GET", "/api/cart"), 401, "credential_missing")
