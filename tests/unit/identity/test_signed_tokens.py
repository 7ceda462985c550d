"""A token is good for the one use it was made for, and only as it was signed."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
import pytest

from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.caller_tokens import SignedCallerTokens
from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.refresh_tokens import DerivedRefreshTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from domain.identity.caller import Caller, Role
from domain.identity.owner import Owner
from domain.identity.refusals import TokenExpired, TokenInvalid
from tests.contract.sample_goods import NOON

SECRET = "a secret of thirty-two characters"
signed = SignedClaims(SECRET, "shop")
guests = SignedGuestTokens(signed, timedelta(days=90))
access = SignedAccessTokens(signed, timedelta(minutes=10))
callers = SignedCallerTokens(signed)
OWNER = Owner(uuid4())
STAFF = Caller(owner=OWNER, role=Role.STAFF, session_id=uuid4())
GUEST_TOKEN = guests.issue(OWNER, NOON).token
ACCESS_TOKEN = access.issue(STAFF, STAFF.session_id or uuid4(), NOON).token


def test_each_is_read_as_what_it_is() -> None:
    assert guests.read(GUEST_TOKEN, NOON) == OWNER
    assert access.read(ACCESS_TOKEN, NOON) == STAFF
    assert callers.read(GUEST_TOKEN, NOON) == Caller(owner=OWNER)
    assert callers.read(ACCESS_TOKEN, NOON) == STAFF


def test_a_guest_cannot_be_logged_in_whatever_a_token_says() -> None:
    claims = jwt.decode(ACCESS_TOKEN, options={"verify_signature": False})
    token = jwt.encode({**claims, "role": "guest"}, SECRET, algorithm="HS256")
    with pytest.raises(TokenInvalid):
        callers.read(token, NOON)


def test_neither_passes_for_the_other() -> None:
    with pytest.raises(TokenInvalid):
        guests.read(ACCESS_TOKEN, NOON)
    with pytest.raises(TokenInvalid):
        access.read(GUEST_TOKEN, NOON)


def test_each_ends() -> None:
    with pytest.raises(TokenExpired):
        callers.read(ACCESS_TOKEN, NOON + timedelta(minutes=10))
    with pytest.raises(TokenExpired):
        callers.read(GUEST_TOKEN, NOON + timedelta(days=90))


@pytest.mark.parametrize("secret", ["another secret of thirty-two bytes", SECRET])
@pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
def test_another_secret_or_algorithm_is_refused(secret: str, algorithm: str) -> None:
    claims = jwt.decode(ACCESS_TOKEN, options={"verify_signature": False})
    token = jwt.encode(claims, secret * 2, algorithm=algorithm)
    with pytest.raises(TokenInvalid):
        callers.read(token, NOON)


@pytest.mark.parametrize("name", ["iss", "aud", "exp", "iat", "sub", "token_use", "role", "sid"])
@pytest.mark.parametrize("value", [None, "x", 1, ["x"], True])
def test_every_claim_is_required_and_must_be_ours(name: str, value: Any) -> None:
    claims = jwt.decode(ACCESS_TOKEN, options={"verify_signature": False})
    claims[name] = value
    if value is None:
        del claims[name]
    try:
        token = jwt.encode(claims, SECRET, algorithm="HS256")
    except TypeError:
        # The library will not even sign that.
        return
    if name == "iat" and value in (1, True):
        assert callers.read(token, NOON) == STAFF
        return
    with pytest.raises((TokenInvalid, TokenExpired)):
        callers.read(token, NOON)


@pytest.mark.parametrize(
    "audience", [["passepartout-access"], ["passepartout", "passepartout-access"]]
)
def test_a_token_has_one_audience(audience: list[str]) -> None:
    claims = jwt.decode(ACCESS_TOKEN, options={"verify_signature": False})
    token = jwt.encode({**claims, "aud": audience}, SECRET, algorithm="HS256")
    with pytest.raises(TokenInvalid):
        callers.read(token, NOON)


def test_refresh_tokens_are_long_and_each_has_one_successor_per_secret() -> None:
    ours, theirs = DerivedRefreshTokens(SECRET), DerivedRefreshTokens("another")
    first = ours.new()
    assert len(first) == len(ours.successor_of(first)) == 43
    assert ours.new() != first
    assert ours.successor_of(first) == ours.successor_of(first) != theirs.successor_of(first)
    assert first not in ours.hash_of(first)
