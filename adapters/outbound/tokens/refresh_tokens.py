"""Refresh tokens, each derived from the one before it by a secret that only the shop has."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode

BYTES = 32
# The same secret signs other things, and nothing signed for one use may serve another.
PURPOSE = b"refresh-token-successor\0"


class DerivedRefreshTokens:
    """Deriving lets a lost answer be given again, although only hashes are stored."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def new(self) -> str:
        return _written(secrets.token_bytes(BYTES))

    def successor_of(self, token: str) -> str:
        message = PURPOSE + token.encode(errors="surrogatepass")
        return _written(hmac.digest(self._secret, message, "sha256"))

    def hash_of(self, token: str) -> str:
        # Quick, as 256 random bits cannot be guessed from it.
        return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def _written(token: bytes) -> str:
    return urlsafe_b64encode(token).rstrip(b"=").decode()
