"""The issuer of accounts publishes keys that we can use."""

from dataclasses import dataclass

from adapters.inbound.doctor.finding import Finding, well
from adapters.outbound.oidc.key_source import KeySource
from application.shared.ports import Clock

NAME = "issuer"
FIX = "Set OIDC_ISSUER exactly as the issuer names itself, or OIDC_JWKS_URL to where its keys are."


@dataclass(frozen=True, slots=True)
class Issuer:
    """Its own failures say what is wrong with the keys."""

    keys: KeySource
    clock: Clock

    async def __call__(self) -> list[Finding]:
        await self.keys.fetch(self.clock.now())
        return [well(NAME, "it publishes keys that can be used")]


async def own_accounts() -> list[Finding]:
    return [well(NAME, "own accounts, no issuer")]
