"""The whole application with an issuer elsewhere: its customers are served, forgers are not."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

import bootstrap
from adapters.inbound.http.identity.set_cookies import ACCESS, GUEST, NOTE, REFRESH
from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from adapters.settings import Settings, SettingsAreInvalid
from domain.identity.caller import Caller, Role
from domain.identity.owner import Owner
from tests.contract.issuers import AUDIENCE, LocalIssuer, now

pytest_plugins = ["tests.contract.issuer_fixtures"]

OWN = {"/api/auth/signup", "/api/profiles/email", "/api/profiles/password"}
HTTPS = "https://project.supabase.example/auth/v1"


@pytest.fixture
def environment(
    servers: dict[str, str], postgres_engine: AsyncEngine, issuer: LocalIssuer
) -> dict[str, str]:
    """On a migrated database, with the local issuer."""
    return {**servers, "OIDC_ISSUER": issuer.issuer, "OIDC_AUDIENCE": AUDIENCE}


@asynccontextmanager
async def running(environment: dict[str, str]) -> AsyncIterator[httpx.AsyncClient]:
    app: Any = bootstrap.build_http(Settings.from_environment(environment))
    transport = httpx.ASGITransport(app=app)
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        yield client


async def read_cart(shop: httpx.AsyncClient, token: str) -> httpx.Response:
    return await shop.get("/api/cart", headers={"Authorization": f"Bearer {token}"})


def own_access_token(secret: str) -> str:
    signed = SignedClaims(secret, Settings().token_issuer)
    customer = Caller(owner=Owner(uuid4()), role=Role.CUSTOMER)
    access = SignedAccessTokens(signed, timedelta(minutes=10))
    return access.issue(customer, uuid4(), now()).token


def is_problem(answer: httpx.Response, status: int, code: str) -> None:
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text


async def test_a_customer_of_the_issuer_has_a_cart_and_a_profile(
    environment: dict[str, str], issuer: LocalIssuer
) -> None:
    async with running(environment) as shop:
        person, email = str(uuid4()), f"{uuid4().hex}@example.org"
        tokens = [await issuer.mint(claims={"sub": person, "email": email}) for _ in range(2)]
        carts = [(await read_cart(shop, token)).json() for token in tokens]
        assert carts[0]["items"] == []
        bearer = {"Authorization": f"Bearer {tokens[0]}"}
        profile = await shop.get("/api/profiles", headers=bearer)
        assert (profile.status_code, profile.json()["email"]) == (200, email)


async def test_guests_are_guests_of_this_shop(environment: dict[str, str]) -> None:
    async with running(environment) as shop:
        token = (await shop.post("/api/auth/guest")).json()["token"]
        assert (await read_cart(shop, token)).status_code == 200
        is_problem(
            await shop.get("/api/profiles", headers={"Authorization": f"Bearer {token}"}),
            401,
            "login_required",
        )


async def test_forged_tokens_open_nothing(environment: dict[str, str], issuer: LocalIssuer) -> None:
    async with running(environment) as shop:
        forged = [
            await issuer.mint(key="stranger"),
            await issuer.mint(key="stranger", headers={"kid": uuid4().hex}),
            await issuer.mint(alg="HS256"),
            await issuer.mint(alg="none"),
            await issuer.mint(claims={"iss": "passepartout"}),
            await issuer.mint(claims={"aud": "anon"}),
            "x",
        ]
        for token in forged:
            is_problem(await read_cart(shop, token), 401, "token_invalid")
        is_problem(await read_cart(shop, await issuer.mint(lifetime_s=-60)), 401, "token_expired")


async def test_a_token_of_own_accounts_opens_nothing_any_more(
    environment: dict[str, str], servers: dict[str, str]
) -> None:
    """Whoever was logged in before the issuer came must log in there."""
    async with running(environment) as shop:
        secret = Settings.from_environment(servers).token_secret
        is_problem(await read_cart(shop, own_access_token(secret)), 401, "token_invalid")
        async with running(servers) as before:
            assert (await read_cart(before, own_access_token(secret))).status_code == 200


async def test_cookies_of_own_accounts_are_not_renewed_any_more(
    environment: dict[str, str], servers: dict[str, str]
) -> None:
    """The browser becomes a guest, and is told why."""
    access = own_access_token(Settings.from_environment(servers).token_secret)
    cookies = {"Cookie": f"{ACCESS}={access}; {REFRESH}=a-secret-from-before"}
    async with running(environment) as shop:
        answer = await shop.get("/api/cart", headers=cookies)
    assert answer.status_code == 200, answer.text
    assert answer.headers[NOTE] == "guest; reason=accounts_elsewhere"
    assert any(each.startswith(GUEST) for each in answer.headers.get_list("set-cookie"))


async def test_the_routes_of_own_accounts_say_where_accounts_are(
    environment: dict[str, str], issuer: LocalIssuer
) -> None:
    async with running(environment) as shop:
        paths: dict[str, Any] = (await shop.get("/schema/openapi.json")).json()["paths"]
        own = [
            (method, path)
            for path, methods in paths.items()
            if path in OWN or (path.startswith("/api/auth/") and path != "/api/auth/guest")
            for method in methods
        ]
        assert {path for _, path in own} > OWN
        own.append(("put", f"/api/admin/users/{uuid4()}"))
        for method, path in own:
            answer = await shop.request(method, path, json={})
            is_problem(answer, 409, "accounts_elsewhere")
            assert answer.json()["facts"] == {"issuer": issuer.issuer}


async def test_without_keys_customers_are_told_to_come_back_and_guests_are_served(
    environment: dict[str, str], issuer: LocalIssuer
) -> None:
    async with running(environment) as shop:
        token = await issuer.mint()
        await issuer.fail("reset")
        answer = await read_cart(shop, token)
        is_problem(answer, 503, "temporarily_unavailable")
        assert answer.headers["Retry-After"] == "5"
        guest = (await shop.post("/api/auth/guest")).json()["token"]
        assert (await read_cart(shop, guest)).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"OIDC_ISSUER": "http://issuer.example"},
        {"OIDC_ISSUER": "https://user:word@issuer.example"},
        {"OIDC_ISSUER": "https://"},
        {"OIDC_ISSUER": "issuer"},
        {"OIDC_AUDIENCE": ""},
        {"OIDC_JWKS_URL": "http://keys.example"},
        {"OIDC_ALGORITHMS": "HS256"},
        {"OIDC_ALGORITHMS": "RS256,none"},
        {"OIDC_ALGORITHMS": ","},
        {"OIDC_ROLE_CLAIM": "user_metadata.role"},
    ],
    ids=str,
)
def test_an_issuer_that_cannot_be_trusted_is_not_started_with(changed: dict[str, str]) -> None:
    good = {"OIDC_ISSUER": HTTPS, "OIDC_AUDIENCE": AUDIENCE}
    assert Settings.from_environment(good).oidc_issuer == HTTPS
    with pytest.raises(SettingsAreInvalid, match=next(iter(changed))):
        Settings.from_environment({**good, **changed})
