"""An issuer's keys, cached: outages are bridged by old ones, and nobody can make us ask often."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from adapters.outbound.oidc.issuer_documents import PROVIDER
from adapters.outbound.oidc.key_set import KeySet
from adapters.outbound.oidc.key_source import KeySource
from adapters.outbound.oidc.signing_key import SigningKey
from application.shared.outcomes import Unavailable
from domain.resilience.freshness import Freshness, freshness

log = structlog.get_logger("issuer")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyLifetimes:
    """Fresh keys are used; stale ones too, while new ones are fetched; older ones never.

    `unknown_key_pause` lies between two fetches for the sake of unknown keys, `outage_pause`
    between two after a failure.
    """

    fresh_for: timedelta
    stale_for: timedelta
    unknown_key_pause: timedelta
    outage_pause: timedelta


class IssuerKeys:
    """At most one fetch at a time, which all who need it share."""

    def __init__(self, source: KeySource, lifetimes: KeyLifetimes) -> None:
        self._source = source
        self._lifetimes = lifetimes
        self._held: KeySet | None = None
        self._fetching: asyncio.Task[None] | None = None
        self._failed_at: datetime | None = None
        self._asked_for_unknown_at: datetime | None = None

    async def find(self, kid: str | None, algorithm: str, at: datetime) -> SigningKey | None:
        """None when the issuer has no such key. Raises Unavailable when no keys are to be had."""
        held = self._usable(at)
        if held is None:
            return (await self._first_keys(at)).find(kid, algorithm)
        if self._freshness(held, at) is Freshness.STALE and self._may_try(at):
            self._fetch(at)
        key = held.find(kid, algorithm)
        if key is None and (fetch := self._fetch_for_unknown(at)) is not None:
            await asyncio.shield(fetch)
            key = (self._held or held).find(kid, algorithm)
        return key

    async def aclose(self) -> None:
        if self._fetching is not None:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)
        await self._source.aclose()

    async def _first_keys(self, at: datetime) -> KeySet:
        if self._fetching is not None or self._may_try(at):
            # Shielded: whoever leaves must not take the answer away from the others.
            await asyncio.shield(self._fetch(at))
        held = self._usable(at)
        if held is None:
            pause_s = self._lifetimes.outage_pause.total_seconds()
            raise Unavailable(PROVIDER, "no keys", retry_after_s=pause_s)
        return held

    def _fetch_for_unknown(self, at: datetime) -> asyncio.Task[None] | None:
        if self._fetching is not None:
            return self._fetching
        # Whatever the ids are and however many come: an attacker can draw new ones for ever.
        if _is_within(self._lifetimes.unknown_key_pause, self._asked_for_unknown_at, at):
            return None
        self._asked_for_unknown_at = at
        return self._fetch(at)

    def _fetch(self, at: datetime) -> asyncio.Task[None]:
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._replace(at))
        return self._fetching

    async def _replace(self, at: datetime) -> None:
        try:
            self._held = await self._source.fetch(at)
            self._failed_at = None
        except Unavailable as error:
            self._failed_at = at
            log.warning("issuer_keys_not_fetched", error=str(error), held=self._held is not None)
        finally:
            self._fetching = None

    def _usable(self, at: datetime) -> KeySet | None:
        if self._held is None or self._freshness(self._held, at) is Freshness.GONE:
            return None
        return self._held

    def _freshness(self, held: KeySet, at: datetime) -> Freshness:
        return freshness(
            held.fetched_at,
            at,
            fresh_for=self._lifetimes.fresh_for,
            stale_for=self._lifetimes.stale_for,
        )

    def _may_try(self, at: datetime) -> bool:
        return not _is_within(self._lifetimes.outage_pause, self._failed_at, at)


def _is_within(pause: timedelta, since: datetime | None, at: datetime) -> bool:
    """A clock that was set back must not make a pause longer."""
    return since is not None and timedelta(0) <= at - since < pause
