"""Signs tokens in every way, also in those that a shop must not accept."""

import base64
import hashlib
import hmac
import json
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PrivateKey = RSAPrivateKey | EllipticCurvePrivateKey

RSA_BITS = 2048
CURVES: dict[str, ec.EllipticCurve] = {
    "ES256": ec.SECP256R1(),
    "ES384": ec.SECP384R1(),
    "ES512": ec.SECP521R1(),
}


def new_private_key(algorithm: str, bits: int = RSA_BITS) -> PrivateKey:
    """For an ES* algorithm on its curve, otherwise RSA; fewer `bits` make a weak key."""
    if algorithm in CURVES:
        return ec.generate_private_key(CURVES[algorithm])
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def public_pem(key: PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def signed(header: dict[str, Any], claims: dict[str, Any], key: PrivateKey) -> str:
    """By the header's `alg`; HS* takes the public key as its secret, and none signs nothing."""
    signing_input = b".".join(_segment(json.dumps(part).encode()) for part in (header, claims))
    signature = _segment(_signature(str(header["alg"]), signing_input, key))
    return b".".join((signing_input, signature)).decode()


def _signature(algorithm: str, signing_input: bytes, key: PrivateKey) -> bytes:
    if algorithm.lower() == "none":
        return b""
    if algorithm.startswith("HS"):
        # Signed here and not by PyJWT, which refuses to take a public key for a secret.
        return hmac.new(public_pem(key), signing_input, hashlib.sha256).digest()
    by_algorithm: Any = jwt.get_algorithm_by_name(algorithm)
    signature: bytes = by_algorithm.sign(signing_input, key)
    return signature


def _segment(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")
