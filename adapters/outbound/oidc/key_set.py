"""The public keys that an issuer had published at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from adapters.outbound.oidc.signing_key import SigningKey, read_key


class KeySetUnusable(ValueError):
    """The document holds no key that could check a token."""


@dataclass(frozen=True, slots=True)
class KeySet:
    keys: tuple[SigningKey, ...]
    fetched_at: datetime

    @classmethod
    def read(
        cls, document: Mapping[str, Any], algorithms: frozenset[str], keys_max: int, at: datetime
    ) -> Self:
        """Keys that cannot be used are left out. Raises KeySetUnusable when none is left."""
        listed = document.get("keys")
        if not isinstance(listed, list) or len(listed) > keys_max:
            raise KeySetUnusable("no list of keys, or too many")
        found = (read_key(each, algorithms) for each in listed if isinstance(each, Mapping))
        keys = tuple(key for key in found if key is not None)
        if not keys:
            raise KeySetUnusable("no key that can be used")
        return cls(keys, at)

    def find(self, kid: str | None, algorithm: str) -> SigningKey | None:
        """Without a `kid` the choice must not be a choice (OpenID Connect Core, section 10.1)."""
        fitting = [
            key
            for key in self.keys
            if algorithm in key.algorithms and (kid is None or key.kid == kid)
        ]
        return fitting[0] if len(fitting) == 1 else None
