"""Outages by the provider, and processes killed wherever they just are."""

import asyncio
from random import Random

from adapters.inbound.simulation.faults import PROVIDERS, Faults
from adapters.inbound.simulation.programs import Programs


async def keep_making_trouble(dice: Random, faults: Faults, programs: Programs) -> None:
    while True:
        await asyncio.sleep(dice.expovariate(1 / 600))
        provider = dice.choice(PROVIDERS)
        until = faults.loop.time() + dice.choice((5.0, 60.0, 600.0)) * dice.random()
        faults.down_until[provider] = until
        if dice.random() < 0.3:
            programs.api().kill()
