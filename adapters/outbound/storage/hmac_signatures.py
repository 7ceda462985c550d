"""Links to stored files that carry their own end and a proof that this shop made them."""

import hashlib
import hmac
from datetime import UTC, datetime
from urllib.parse import urlencode

from domain.media.refusals import AssetSignatureInvalid, AssetUrlExpired


class HmacAssetSignatures:
    """`<base>/assets/<key>?expires=<unix seconds>&signature=<HMAC-SHA-256, hex>`."""

    def __init__(self, secret: str, public_base_url: str) -> None:
        self._secret = secret.encode()
        self._base = public_base_url.rstrip("/")

    def url(self, key: str, expires_at: datetime) -> str:
        expires = str(int(expires_at.timestamp()))
        query = urlencode({"expires": expires, "signature": self._signature(key, expires)})
        return f"{self._base}/assets/{key}?{query}"

    def check(self, key: str, expires: str, signature: str, at: datetime) -> None:
        ours = self._signature(key, expires).encode()
        if not hmac.compare_digest(ours, signature.encode("utf-8", "replace")):
            raise AssetSignatureInvalid("This link was not made by the shop, or was changed.")
        # Signed by us, therefore a number.
        if at >= datetime.fromtimestamp(int(expires), UTC):
            raise AssetUrlExpired("This link has expired; ask for the picture again.")

    def _signature(self, key: str, expires: str) -> str:
        message = f"asset\n{key}\n{expires}".encode("utf-8", "replace")
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()
