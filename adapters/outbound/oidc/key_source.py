"""Where an issuer publishes its keys: told by a setting, or found by OpenID Connect Discovery."""

from datetime import datetime

from adapters.outbound.oidc.issuer_documents import PROVIDER, IssuerDocuments
from adapters.outbound.oidc.key_set import KeySet, KeySetUnusable
from adapters.outbound.oidc.safety import may_name
from application.shared.outcomes import Unavailable

DISCOVERY_PATH = "/.well-known/openid-configuration"


class KeySource:
    """Remembers what was discovered until fetching from there fails."""

    def __init__(
        self,
        documents: IssuerDocuments,
        *,
        issuer: str,
        jwks_url: str,
        algorithms: frozenset[str],
        keys_max: int,
    ) -> None:
        self._documents = documents
        self._issuer = issuer
        self._given_url = jwks_url
        self._discovered_url = ""
        self._algorithms = algorithms
        self._keys_max = keys_max

    async def fetch(self, at: datetime) -> KeySet:
        """Raises Unavailable, also for an answer in which no key can be used."""
        url = self._given_url or self._discovered_url or await self._discover()
        try:
            document = await self._documents.fetch(url)
            keys = KeySet.read(document, self._algorithms, self._keys_max, at)
        except Unavailable:
            self._discovered_url = ""
            raise
        except KeySetUnusable as error:
            self._discovered_url = ""
            raise Unavailable(PROVIDER, str(error)) from error
        if not self._given_url:
            self._discovered_url = url
        return keys

    async def aclose(self) -> None:
        await self._documents.aclose()

    async def _discover(self) -> str:
        found = await self._documents.fetch(self._issuer.rstrip("/") + DISCOVERY_PATH)
        # OpenID Connect Discovery, section 4.3: it must name exactly the issuer that was asked.
        if found.get("issuer") != self._issuer:
            raise Unavailable(PROVIDER, "a configuration of another issuer")
        url = found.get("jwks_uri")
        if not isinstance(url, str) or not may_name(self._issuer, url):
            raise Unavailable(PROVIDER, "a configuration without a safe address of keys")
        return url
