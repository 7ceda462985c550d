"""One public key of an issuer, and the algorithms that it may be used with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

RSA_BITS_MIN = 2048
# A longer key or exponent would make every check slow, which only an attacker could want.
RSA_BITS_MAX = 8192
EXPONENT_LENGTH_MAX = 6
TEXT_LENGTH_MAX = 2048

BY_KIND = {
    ("RSA", ""): frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512"}),
    ("EC", "P-256"): frozenset({"ES256"}),
    ("EC", "P-384"): frozenset({"ES384"}),
    ("EC", "P-521"): frozenset({"ES512"}),
    ("OKP", "Ed25519"): frozenset({"EdDSA"}),
}
READERS = {
    "RSA": RSAAlgorithm.from_jwk,
    "EC": ECAlgorithm.from_jwk,
    "OKP": OKPAlgorithm.from_jwk,
}


class Jwk(msgspec.Struct, frozen=True):
    """The members of RFC 7517 that are looked at; `d` would be a private key."""

    kty: str
    kid: str | None = None
    use: str = "sig"
    key_ops: tuple[str, ...] = ("verify",)
    alg: str | None = None
    crv: str = ""
    n: str = ""
    e: str = ""
    x: str = ""
    y: str = ""
    d: str | None = None


@dataclass(frozen=True, slots=True)
class SigningKey:
    """Equal when it is the same key under the same id, however often it was fetched."""

    kid: str | None
    algorithms: frozenset[str]
    text: str
    public: Any = field(compare=False, repr=False)


def read_key(given: Mapping[str, Any], allowed: frozenset[str]) -> SigningKey | None:
    """None for a key that is broken, weak, private, symmetric or meant for something else."""
    try:
        found = msgspec.convert(given, Jwk)
    except msgspec.ValidationError:
        return None
    algorithms = BY_KIND.get((found.kty, found.crv), frozenset()) & allowed
    if found.alg is not None:
        algorithms &= {found.alg}
    if not algorithms or not _may_verify(found):
        return None
    text = json.dumps({name: getattr(found, name) for name in ("kty", "crv", "n", "e", "x", "y")})
    if len(text) > TEXT_LENGTH_MAX or len(found.e) > EXPONENT_LENGTH_MAX:
        return None
    try:
        public = READERS[found.kty](
            {name: value for name, value in json.loads(text).items() if value}
        )
    except (jwt.InvalidKeyError, ValueError):
        return None
    if isinstance(public, RSAPublicKey) and not RSA_BITS_MIN <= public.key_size <= RSA_BITS_MAX:
        return None
    return SigningKey(kid=found.kid, algorithms=algorithms, text=text, public=public)


def _may_verify(key: Jwk) -> bool:
    return key.use == "sig" and "verify" in key.key_ops and key.d is None
