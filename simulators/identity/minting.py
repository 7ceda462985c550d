"""Tokens as the control interface asks for them, right ones and wrong ones."""

import time
from typing import Any
from uuid import uuid4

import msgspec

from simulators.identity.key_ring import KeyRing
from simulators.identity.settings import Settings
from simulators.identity.signing import new_private_key, signed


class TokenAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Whatever is not given is right; a claim or a header of null is left out.

    `key` is the id of the key to sign with, and `stranger` makes one that nobody publishes.
    `alg` overrides the key's own; HS256 then signs with the public key as a shared secret.
    """

    claims: dict[str, Any] = msgspec.field(default_factory=dict)
    headers: dict[str, Any] = msgspec.field(default_factory=dict)
    alg: str | None = None
    key: str | None = None
    lifetime_s: float = 3600.0


class KeyUnknown(ValueError):
    """The ring has no key of this id."""


def mint(asked: TokenAsked, ring: KeyRing, settings: Settings) -> str:
    """A token like those of Supabase Auth. Raises KeyUnknown."""
    key = ring.find(None if asked.key == "stranger" else asked.key)
    if key is None:
        raise KeyUnknown(asked.key)
    private = new_private_key(key.algorithm) if asked.key == "stranger" else key.private
    now = int(time.time())
    header = {"alg": asked.alg or key.algorithm, "typ": "JWT"}
    if key.is_named:
        header["kid"] = key.kid
    claims = {
        "iss": settings.issuer,
        "aud": settings.audience,
        "sub": str(uuid4()),
        "iat": now,
        "exp": now + int(asked.lifetime_s),
        "role": "authenticated",
        "is_anonymous": False,
        "app_metadata": {"provider": "email"},
    }
    return signed(_changed(header, asked.headers), _changed(claims, asked.claims), private)


def _changed(right: dict[str, Any], by: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**right, **by}.items() if value is not None}
