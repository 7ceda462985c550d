"""What the issuer publishes: its configuration and its keys, or what a test wants instead."""

from collections import Counter
from typing import Any

from simulators.identity.key_ring import KeyRing
from simulators.identity.settings import Settings
from simulators.shared.routing import Answer, Call, json_answer

DISCOVERY = "/auth/v1/.well-known/openid-configuration"
JWKS = "/auth/v1/.well-known/jwks.json"
ELSEWHERE = "/auth/v1/elsewhere/jwks.json"
HUGE_BYTES = 8 * 1024 * 1024


class Documents:
    """`changed` members replace those of the configuration; `answer` is how keys are served.

    As `huge` the set is followed by megabytes of nothing, as `redirect` it is somewhere else, as
    `empty` it has no keys; `extra_keys` are published beside the ring's.
    """

    ANSWERS = ("right", "huge", "redirect", "empty")

    def __init__(self, ring: KeyRing, settings: Settings) -> None:
        self._ring = ring
        self._settings = settings
        self.fetches: Counter[str] = Counter()
        self.work_again()

    def work_again(self) -> None:
        self.answer = "right"
        self.changed: dict[str, Any] = {}
        self.extra_keys: list[dict[str, Any]] = []

    async def discovery(self, _: Call) -> Answer:
        issuer = self._settings.issuer
        told = {
            "issuer": issuer,
            "jwks_uri": f"{issuer}/.well-known/jwks.json",
            "authorization_endpoint": f"{issuer}/authorize",
            "token_endpoint": f"{issuer}/token",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        }
        return json_answer(200, {**told, **self.changed})

    async def jwks(self, _: Call) -> Answer:
        if self.answer == "redirect":
            return Answer(302, b"", [("location", ELSEWHERE)])
        right = await self.elsewhere(_)
        if self.answer == "huge":
            return Answer(200, right.body + b" " * HUGE_BYTES, right.headers)
        if self.answer == "empty":
            return json_answer(200, {"keys": []})
        return right

    async def elsewhere(self, _: Call) -> Answer:
        """Where the redirect leads; it serves good keys, so only following it is the mistake."""
        keys = [key.jwk for key in self._ring.published()]
        return json_answer(200, {"keys": [*keys, *self.extra_keys]})
