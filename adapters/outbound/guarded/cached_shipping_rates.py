"""Shipping quotes: fresh from the cache, else live, else stale, else from our own table."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import msgspec
import structlog
from prometheus_client import Counter

from application.shared.outcomes import OutsideTrouble
from application.shared.ports import Clock
from application.shipping.ports import Cache, ShippingRates
from domain.resilience.freshness import Freshness, freshness
from domain.shipping.quote import QuotedItem, QuotedShipping, QuoteSource, ShippingQuote

QUOTES = Counter("passepartout_quotes_total", "Shipping quotes by source", ["source"])
log = structlog.get_logger("quotes")


class _Kept(msgspec.Struct, frozen=True):
    made_at: datetime
    quotes: tuple[ShippingQuote, ...]


_decode = msgspec.json.Decoder(_Kept).decode


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedShippingRates:
    """Always an answer, with its source told. A cache that is down costs a live quote, no more."""

    live: ShippingRates
    fallback: ShippingRates
    cache: Cache
    clock: Clock
    fresh_for: timedelta
    stale_for: timedelta

    async def __call__(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> QuotedShipping:
        """Raises DestinationNotServed: what the lab refuses, no table of ours may promise."""
        key, now = _key(items, country, currency), self.clock.now()
        kept = await self._kept(key)
        worth = self._worth(kept, now)
        if kept is not None and worth is Freshness.FRESH:
            return self._told(kept, QuoteSource.CACHED, country, currency)
        try:
            quotes = await self.live.quote(items, country, currency)
        except OutsideTrouble as trouble:
            log.warning("no_live_quote", error=repr(trouble), country=country)
            if kept is not None and worth is Freshness.STALE:
                return self._told(kept, QuoteSource.STALE, country, currency)
            own = await self.fallback.quote(items, country, currency)
            return self._told(_Kept(now, own), QuoteSource.FALLBACK, country, currency)
        made = _Kept(now, quotes)
        await self._keep(key, made)
        return self._told(made, QuoteSource.LIVE, country, currency)

    def _worth(self, kept: _Kept | None, now: datetime) -> Freshness:
        if kept is None:
            return Freshness.GONE
        return freshness(kept.made_at, now, fresh_for=self.fresh_for, stale_for=self.stale_for)

    async def _kept(self, key: str) -> _Kept | None:
        try:
            found = await self.cache.get(key)
            return None if found is None else _decode(found)
        except (OutsideTrouble, msgspec.DecodeError) as trouble:
            log.warning("cache_not_read", error=repr(trouble))
            return None

    async def _keep(self, key: str, made: _Kept) -> None:
        try:
            await self.cache.put(key, msgspec.json.encode(made), self.stale_for.total_seconds())
        except OutsideTrouble as trouble:
            log.warning("cache_not_written", error=repr(trouble))

    def _told(
        self, kept: _Kept, source: QuoteSource, country: str, currency: str
    ) -> QuotedShipping:
        QUOTES.labels(source.value).inc()
        return QuotedShipping(
            quotes=kept.quotes,
            source=source,
            quoted_at=kept.made_at,
            currency=currency,
            country=country,
        )


def _key(items: tuple[QuotedItem, ...], country: str, currency: str) -> str:
    """The same for the same things, in whatever order they lie in the cart."""
    things = sorted((item.sku, item.attributes.pairs, item.copies) for item in items)
    digest = hashlib.sha256(repr((things, country, currency)).encode()).hexdigest()
    return f"quote:{digest}"
