"""Only a token that this shop gave out, for this use and not too long ago, opens anything."""

import base64
import json
import time
from typing import Any
from uuid import uuid4

import jwt
import pytest

from adapters.inbound.supervisor.stack import Stack
from tests.http.buyer import Buyer
from tests.http.problems import problem

# What a cart route takes; it looks at the body before it asks who is there.
BODIES = {"POST /api/cart": {"productId": str(uuid4())}, "PATCH": {"quantity": 1}}
PROTECTED = [
    ("GET", "/api/cart"),
    ("POST", "/api/cart"),
    ("PATCH", f"/api/cart/items/{uuid4()}"),
    ("DELETE", f"/api/cart/items/{uuid4()}"),
    ("POST", "/api/user-images"),
    ("GET", "/api/user-images"),
    ("GET", f"/api/user-images/{uuid4()}"),
    ("POST", "/api/products"),
    ("GET", f"/api/products/{uuid4()}"),
    ("POST", "/api/shipping/quotes"),
    ("POST", "/api/addresses/validate"),
    ("POST", "/api/checkout/create-session"),
    ("GET", "/api/orders"),
    ("GET", f"/api/orders/{uuid4()}"),
]


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    good = {
        "sub": str(uuid4()),
        "iss": "passepartout",
        "aud": "passepartout",
        "iat": now,
        "exp": now + 600,
        "token_use": "guest",
    }
    return {name: value for name, value in {**good, **changed}.items() if value is not None}


def unsigned(of: dict[str, Any]) -> str:
    parts = ({"alg": "none", "typ": "JWT"}, of)
    encoded = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*encoded, b""]).decode()


async def test_a_token_signed_here_opens_the_cart(stack: Stack, buyer: Buyer) -> None:
    """Or the refusals below would prove nothing."""
    buyer.token = jwt.encode(claims(), stack.environment["TOKEN_SECRET"], algorithm="HS256")
    assert (await buyer.cart())["items"] == []


async def test_an_expired_token_says_so(stack: Stack, buyer: Buyer) -> None:
    old = claims(exp=int(time.time()) - 1)
    buyer.token = jwt.encode(old, stack.environment["TOKEN_SECRET"], algorithm="HS256")
    answer = await buyer.ask("GET", "/api/cart")
    problem(answer, 401, "token_expired")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "somebody-else"},
        {"iss": "somebody-else"},
        {"token_use": "confirm"},
        {"token_use": None},
        {"exp": None},
        {"sub": None},
        {"sub": "me"},
        {"exp": "tomorrow"},
        {"exp": float("inf")},
    ],
    ids=str,
)
async def test_claims_that_are_not_ours_are_refused(
    stack: Stack, buyer: Buyer, changed: dict[str, Any]
) -> None:
    buyer.token = jwt.encode(
        claims(**changed), stack.environment["TOKEN_SECRET"], algorithm="HS256"
    )
    problem(await buyer.ask("GET", "/api/cart"), 401, "token_invalid")


async def test_forged_tokens_are_refused(stack: Stack, buyer: Buyer) -> None:
    secret = stack.environment["TOKEN_SECRET"]
    forged = [
        jwt.encode(claims(), "x" * 40, algorithm="HS256"),
        jwt.encode(claims(), secret, algorithm="HS384"),
        unsigned(claims()),
        buyer.token[:-4] + "AAAA",
        buyer.token + "." + buyer.token,
        "x",
        "x" * 5000,
    ]
    for token in forged:
        buyer.token = token
        problem(await buyer.ask("GET", "/api/cart"), 401, "token_invalid")


@pytest.mark.parametrize(("method", "path"), PROTECTED)
async def test_nothing_opens_without_a_token(buyer: Buyer, method: str, path: str) -> None:
    body = BODIES.get(method) or BODIES.get(f"{method} {path}") or {}
    answer = await buyer.http.request(method, path, json=body)
    problem(answer, 401, "credential_missing")
    for scheme in ("Basic dTpw", buyer.token, "Bearer"):
        refused = await buyer.http.request(
            method, path, json=body, headers={"Authorization": scheme}
        )
        problem(refused, 401, "credential_missing")
