"""Whatever three devices do to one cart at once ends as some order of their clicks would."""

import asyncio
import random
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.table import MemoryStore
from domain.carts.cart import CartLimits
from domain.carts.priced_cart import PricedCart
from domain.identity.owner import Owner
from tests.contract.cart_till import CartTill
from tests.contract.devices import Click, Device, end_of, ends, played
from tests.contract.persistence import InMemory, Persistence
from tests.contract.sample_goods import framed

# Low enough that devices meet it.
LIMITS = CartLimits(lines_max=20, line_quantity_max=6)
PRODUCTS = 2
clicks = st.builds(
    Click,
    does=st.sampled_from(["add", "add", "change", "remove"]),
    product=st.integers(min_value=0, max_value=PRODUCTS - 1),
    quantity=st.integers(min_value=1, max_value=4),
    looks=st.booleans(),
)
devices_of_a_buyer = st.lists(st.lists(clicks, min_size=1, max_size=2), min_size=3, max_size=3)


async def filled_till(persistence: Persistence) -> tuple[CartTill, PricedCart]:
    till = CartTill(begin=persistence.begin, owner=Owner(uuid4()), limits=LIMITS)
    for _ in range(PRODUCTS):
        filled = await till.add((await framed(persistence, till.owner.id)).id)
    return till, filled


async def check(persistence: Persistence, devices: list[Device]) -> None:
    till, filled = await filled_till(persistence)
    await asyncio.gather(*(played(till, device, filled) for device in devices))
    assert end_of(await till.read()) in ends(devices, filled, LIMITS)


@given(devices_of_a_buyer)
async def test_any_interleaving_ends_as_some_serial_order(devices: list[Device]) -> None:
    await check(InMemory(MemoryStore(), MemoryClock()), devices)


@pytest.mark.parametrize("seed", range(12))
async def test_devices_that_really_meet_end_as_some_serial_order(
    persistence: Persistence, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - dice, not a secret
    await check(persistence, [[a_click(dice) for _ in range(3)] for _ in range(3)])


def a_click(dice: random.Random) -> Click:
    return Click(
        does=dice.choice(["add", "add", "change", "remove"]),
        product=dice.randrange(PRODUCTS),
        quantity=dice.randint(1, 4),
        looks=dice.random() < 0.3,
    )


async def test_the_ends_leave_out_what_cannot_be(persistence: Persistence) -> None:
    """Or the tests above would pass with anything."""
    till, filled = await filled_till(persistence)
    device = [Click(does="add", product=0, quantity=2)]
    possible = ends([device, device], filled, LIMITS)
    assert len(possible) == 1
    await played(till, device, filled)
    assert end_of(await till.read()) not in possible
    await played(till, device, filled)
    assert end_of(await till.read()) in possible
