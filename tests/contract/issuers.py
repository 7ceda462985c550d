"""An issuer that the shop trusts, and what happens on its side."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from adapters.outbound.oidc.claims import ClaimNames
from adapters.outbound.oidc.issuer_documents import IssuerDocuments
from adapters.outbound.oidc.issuer_keys import IssuerKeys, KeyLifetimes
from adapters.outbound.oidc.issuer_tokens import IssuerTokens, TokenRules
from adapters.outbound.oidc.key_source import KeySource
from tests.contract.started_simulator import StartedSimulator

JWKS = "/auth/v1/.well-known/jwks.json"
DISCOVERY = "/auth/v1/.well-known/openid-configuration"
AUDIENCE = "authenticated"
ALGORITHMS = ("RS256", "ES256")
LIFETIMES = KeyLifetimes(
    fresh_for=timedelta(minutes=10),
    stale_for=timedelta(hours=24),
    unknown_key_pause=timedelta(seconds=30),
    outage_pause=timedelta(seconds=5),
)


@dataclass(frozen=True, slots=True)
class LocalIssuer:
    """The simulator as a test steers it."""

    simulator: StartedSimulator

    @property
    def issuer(self) -> str:
        return f"{self.simulator.base_url}/auth/v1"

    async def mint(self, **asked: Any) -> str:
        """See `TokenAsked` of the simulator; what is not asked for is right."""
        answer = await self.simulator.control("POST", "tokens", asked)
        return str(answer["token"])

    async def rotate(self, **asked: Any) -> str:
        return str((await self.simulator.control("POST", "keys/rotate", asked))["kid"])

    async def publish(self, **asked: Any) -> None:
        await self.simulator.control("PUT", "documents", asked)

    async def fetches(self) -> dict[str, int]:
        counted: dict[str, int] = await self.simulator.control("GET", "fetches")
        return counted

    async def fail(self, fault: str, path: str = "*", **more: object) -> None:
        """Until `work_again`, every fetch of this path."""
        rule = {"match": {"method": "GET", "path": path}, "fault": fault, **more}
        await self.simulator.control("PUT", "faults", [rule])

    async def work_again(self) -> None:
        await self.simulator.work_again()

    async def reset(self) -> None:
        await self.work_again()
        await self.simulator.control("POST", "reset")

    def keys(
        self,
        *,
        issuer: str = "",
        jwks_url: str = "",
        timeout_s: float = 3.0,
        bytes_max: int = 256_000,
        algorithms: tuple[str, ...] = ALGORITHMS,
    ) -> IssuerKeys:
        source = KeySource(
            IssuerDocuments(timeout_s=timeout_s, bytes_max=bytes_max),
            issuer=issuer or self.issuer,
            jwks_url=jwks_url,
            algorithms=frozenset(algorithms),
            keys_max=50,
        )
        return IssuerKeys(source, LIFETIMES)

    def tokens(self, keys: IssuerKeys, algorithms: tuple[str, ...] = ALGORITHMS) -> IssuerTokens:
        rules = TokenRules(
            issuer=self.issuer,
            audience=AUDIENCE,
            algorithms=algorithms,
            leeway=timedelta(seconds=10),
            bytes_max=8_000,
            kept_max=100,
        )
        names = ClaimNames(role="app_metadata.role", email="email", anonymous="is_anonymous")
        return IssuerTokens(keys, rules, names)


def now() -> datetime:
    return datetime.now(UTC)
