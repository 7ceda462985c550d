"""Where a quote comes from: the cache, the lab, an old answer, or our own table."""

from datetime import timedelta

import pytest

from adapters.outbound.guarded.cached_shipping_rates import CachedShippingRates
from adapters.outbound.memory.cache import MemoryCache
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.shipping_rates import MemoryShippingRates
from adapters.outbound.reference.fallback_rates import FallbackShippingRates
from application.shared.outcomes import Unavailable
from application.shipping.ports import Cache
from domain.catalog.attributes import Attributes
from domain.shipping.quote import DestinationNotServed, QuotedItem, QuotedShipping, QuoteSource

FRESH_FOR, STALE_FOR = timedelta(minutes=15), timedelta(days=7)
BLACK = QuotedItem(sku="A", attributes=Attributes.of({"color": "black"}), copies=1)
WHITE = QuotedItem(sku="A", attributes=Attributes.of({"color": "white"}), copies=2)
DOWN = Unavailable("prodigi", "down")


class CacheThatIsDown:
    async def get(self, key: str) -> bytes | None:
        raise Unavailable("cache", "down")

    async def put(self, key: str, value: bytes, ttl_s: float) -> None:
        raise Unavailable("cache", "down")


class CacheOfGarbage:
    async def get(self, key: str) -> bytes | None:
        return b'{"made_at": "yesterday"'

    async def put(self, key: str, value: bytes, ttl_s: float) -> None: ...


class Desk:
    """A lab, a clock and a cache, and the question that is asked of them."""

    def __init__(self, cache: Cache | None = None) -> None:
        self.clock = MemoryClock()
        self.lab = MemoryShippingRates()
        self.quotes = CachedShippingRates(
            live=self.lab,
            fallback=FallbackShippingRates(),
            cache=cache or MemoryCache(self.clock),
            clock=self.clock,
            fresh_for=FRESH_FOR,
            stale_for=STALE_FOR,
        )

    async def ask(self, *items: QuotedItem, country: str = "GB") -> QuotedShipping:
        return await self.quotes(items or (BLACK,), country, "GBP")


async def test_the_first_quote_is_live_and_the_next_one_cached_and_equal() -> None:
    desk = Desk()
    first, second = await desk.ask(), await desk.ask()
    assert (first.source, second.source) == (QuoteSource.LIVE, QuoteSource.CACHED)
    assert (first.quotes, first.quoted_at) == (second.quotes, second.quoted_at)
    assert desk.lab.asked == 1


async def test_the_order_of_things_in_the_cart_does_not_matter_but_their_number_does() -> None:
    desk = Desk()
    await desk.ask(BLACK, WHITE)
    assert (await desk.ask(WHITE, BLACK)).source is QuoteSource.CACHED
    assert (await desk.ask(WHITE)).source is QuoteSource.LIVE


async def test_an_old_quote_is_asked_for_again() -> None:
    desk = Desk()
    await desk.ask()
    desk.clock.advance(FRESH_FOR + timedelta(seconds=1))
    assert (await desk.ask()).source is QuoteSource.LIVE


async def test_while_the_lab_is_down_an_old_quote_is_served_and_called_stale() -> None:
    desk = Desk()
    first = await desk.ask()
    desk.clock.advance(FRESH_FOR + timedelta(seconds=1))
    desk.lab.trouble = DOWN
    stale = await desk.ask()
    assert (stale.source, stale.quoted_at) == (QuoteSource.STALE, first.quoted_at)


@pytest.mark.parametrize("age", [timedelta(0), STALE_FOR + timedelta(seconds=1)])
async def test_without_a_usable_quote_our_own_table_answers_and_is_never_free(
    age: timedelta,
) -> None:
    desk = Desk()
    if age:
        await desk.ask()
    desk.clock.advance(age)
    desk.lab.trouble = DOWN
    own = await desk.ask()
    assert own.source is QuoteSource.FALLBACK
    assert min(quote.cost.amount for quote in own.quotes) > 0


async def test_an_answer_of_our_own_table_is_not_kept() -> None:
    desk = Desk()
    desk.lab.trouble = DOWN
    await desk.ask()
    desk.lab.trouble = None
    assert (await desk.ask()).source is QuoteSource.LIVE


async def test_what_the_lab_refuses_no_table_promises() -> None:
    with pytest.raises(DestinationNotServed):
        await Desk().ask(country="KP")


async def test_our_own_table_promises_nothing_to_a_country_it_does_not_name() -> None:
    desk = Desk()
    desk.lab.trouble = DOWN
    with pytest.raises(Unavailable):
        await desk.ask(country="KP")


@pytest.mark.parametrize("cache", [CacheThatIsDown(), CacheOfGarbage()])
async def test_a_broken_cache_costs_a_live_quote_and_no_more(cache: Cache) -> None:
    desk = Desk(cache)
    assert (await desk.ask()).source is QuoteSource.LIVE
    desk.lab.trouble = DOWN
    assert (await desk.ask()).source is QuoteSource.FALLBACK
