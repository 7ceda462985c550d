"""A lab in trouble is asked once more, and then left alone for a while."""

from datetime import timedelta

import pytest

from adapters.outbound.guarded.circuit_broken_rates import CircuitBrokenShippingRates
from adapters.outbound.guarded.retried_rates import RetriedShippingRates
from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.shipping_rates import MemoryShippingRates
from application.shared.outcomes import OutsideTrouble, Rejected, Unavailable
from application.shipping.ports import ShippingRates
from domain.catalog.attributes import Attributes
from domain.resilience.circuit import Circuit
from domain.shipping.quote import DestinationNotServed, QuotedItem

ITEMS = (QuotedItem(sku="A", attributes=Attributes(), copies=1),)
OPEN_FOR = timedelta(seconds=20)


def broken(lab: MemoryShippingRates, clock: MemoryClock) -> CircuitBrokenShippingRates:
    return CircuitBrokenShippingRates(lab, Circuit(failures_max=3, open_for=OPEN_FOR), clock)


async def fail(rates: ShippingRates, times: int) -> None:
    for _ in range(times):
        with pytest.raises(Unavailable):
            await rates.quote(ITEMS, "GB", "GBP")


async def test_after_enough_failures_the_lab_is_left_alone() -> None:
    lab = MemoryShippingRates(trouble=Unavailable("prodigi"))
    await fail(broken(lab, MemoryClock()), times=10)
    assert lab.asked == 3


async def test_after_the_pause_one_caller_tries_and_a_success_closes_the_circuit() -> None:
    lab, clock = MemoryShippingRates(trouble=Unavailable("prodigi")), MemoryClock()
    rates = broken(lab, clock)
    await fail(rates, times=3)
    clock.advance(OPEN_FOR)
    await fail(rates, times=5)
    assert lab.asked == 4
    clock.advance(OPEN_FOR)
    lab.trouble = None
    for _ in range(2):
        assert await rates.quote(ITEMS, "GB", "GBP")


async def test_a_lab_that_refuses_is_a_lab_that_answers() -> None:
    lab, clock = MemoryShippingRates(trouble=Unavailable("prodigi")), MemoryClock()
    rates = broken(lab, clock)
    for trouble in (Rejected("prodigi"), None):
        lab.trouble = Unavailable("prodigi")
        await fail(rates, times=2)
        lab.trouble = trouble
        with pytest.raises((Rejected, DestinationNotServed)):
            await rates.quote(ITEMS, "KP", "GBP")
    lab.trouble = None
    assert await rates.quote(ITEMS, "GB", "GBP")


@pytest.mark.parametrize(
    ("trouble", "asked"),
    [
        (Unavailable("prodigi"), 2),
        (Unavailable("prodigi", retry_after_s=30.0), 1),
        (Rejected("prodigi"), 1),
    ],
)
async def test_only_a_hiccup_is_tried_again(trouble: OutsideTrouble, asked: int) -> None:
    lab = MemoryShippingRates(trouble=trouble)
    rates = RetriedShippingRates(lab, attempts_max=2, first_delay_s=0.001)
    with pytest.raises(type(trouble)):
        await rates.quote(ITEMS, "GB", "GBP")
    assert lab.asked == asked
