"""Anything may be killed, stopped, emptied or silenced at any moment, by the choice of a seed."""

import asyncio
import signal
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from random import Random

import redis.asyncio as redis
from redis.exceptions import RedisError

from tests.crash.world import GROUND, OURS, TIME_FACTOR, World

PROCESSES = (*OURS, *(name for name in GROUND if name != "migrate"))
STILL_S = (0.3, 3.0)
PAUSE_S = (0.3, 1.5)
STRIPE_AHEAD_S = (90, 600)
OURS_AHEAD_S = (-300, 300, 900)
LAB_HURRIES = 5.0

Deed = Callable[[], Awaitable[str]]


@dataclass(slots=True)
class Storm:
    """`log` tells what was done, and when; `done` counts it by kind."""

    world: World
    random: Random
    log: list[str] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)

    async def rage(self, seconds: float) -> None:
        """At least that long, and until everything has happened once."""
        began, deeds = time.monotonic(), self._shuffled()
        is_first_round = True
        while is_first_round or time.monotonic() - began < seconds:
            kind, deed = deeds.pop()
            at = time.monotonic() - began
            self.log.append(f"{at:5.1f} s {await deed()}")
            self.done[kind] += 1
            await asyncio.sleep(self.random.uniform(*PAUSE_S))
            if not deeds:
                deeds, is_first_round = self._shuffled(), False

    def _shuffled(self) -> list[tuple[str, Deed]]:
        deeds: list[tuple[str, Deed]] = [
            *(("SIGKILL", partial(self.kill, name)) for name in PROCESSES),
            *(("SIGSTOP", partial(self.freeze, name)) for name in PROCESSES),
            *(("wrong clock", partial(self.set_clock, name)) for name in OURS),
            ("FLUSHALL", self.flush_valkey),
            ("valkey stopped", self.stop_valkey),
            ("valkey silent", self.silence_valkey),
            ("postgres stopped", self.stop_database),
            ("postgres silent", self.silence_database),
            ("Stripe's clock", self.jump_stripes_clock),
            ("the lab's clock", self.hurry_lab),
        ]
        self.random.shuffle(deeds)
        return deeds

    async def kill(self, name: str) -> str:
        # What is not up yet from the last time cannot be killed, and the supervisor takes one that
        # dies again and again before it was ever ready for broken.
        await self.world.ready(name)
        self.world.kill(name)
        return f"SIGKILL {name}"

    async def freeze(self, name: str) -> str:
        """A stopped process does not know that it was; its leases may have passed on."""
        for_s = self.random.uniform(*STILL_S)
        self.world.send(name, signal.SIGSTOP)
        await asyncio.sleep(for_s)
        self.world.send(name, signal.SIGCONT)
        return f"SIGSTOP {name} for {for_s:.1f} s"

    async def set_clock(self, name: str) -> str:
        """Wrong for a while, and then put right, which is a jump the other way."""
        for_s, ahead_s = self.random.uniform(*STILL_S), self.random.choice(OURS_AHEAD_S)
        self.world.set_clock(name, ahead_s)
        await asyncio.sleep(for_s)
        self.world.set_clock(name, 0)
        return f"{name}'s clock jumped by {ahead_s:+} s for {for_s:.1f} s"

    async def flush_valkey(self) -> str:
        # The broker's database and the cache's; it may be dead at this moment, and empty anyway.
        try:
            async with redis.Redis.from_url(
                self.world.environment["BROKER_URL"], socket_timeout=2
            ) as client:
                await client.flushall()
        except (RedisError, OSError) as error:
            return f"FLUSHALL, which failed: {type(error).__name__}"
        return "FLUSHALL"

    async def stop_valkey(self) -> str:
        return f"valkey stopped for {await self._stop('valkey'):.1f} s"

    async def stop_database(self) -> str:
        """As `pg_ctl stop -m immediate` does; what is in its log and nowhere else is recovered."""
        with suppress(ProcessLookupError):
            self.world.ground.kill("postgres", signal.SIGQUIT)
        return f"postgres stopped -m immediate for {await self._stop('postgres'):.1f} s"

    async def _stop(self, name: str) -> float:
        for_s = self.random.uniform(*STILL_S)
        await self.world.ground.stop_one(name)
        await asyncio.sleep(for_s)
        await self.world.ground.start_one(name)
        return for_s

    async def silence_valkey(self) -> str:
        return await self._silence("valkey", self.world.valkey.open, self.world.valkey.drop)

    async def silence_database(self) -> str:
        return await self._silence("postgres", self.world.database.open, self.world.database.drop)

    async def _silence(self, name: str, line: asyncio.Event, drop: Callable[[], None]) -> str:
        for_s = self.random.uniform(*STILL_S)
        line.clear()
        await asyncio.sleep(for_s)
        # Some find their connection gone afterwards, some that it works again.
        if self.random.random() < 0.5:
            drop()
        line.set()
        return f"black hole before {name} for {for_s:.1f} s"

    async def jump_stripes_clock(self) -> str:
        jump_s = self.random.choice(STRIPE_AHEAD_S)
        await self.world.tell("stripe", "POST", "clock", {"advance_s": jump_s})
        return f"Stripe's clock jumped by {jump_s} s"

    async def hurry_lab(self) -> str:
        """All that is being made there is done in a moment."""
        for_s = self.random.uniform(*STILL_S)
        await self.world.set_pace_of_lab(TIME_FACTOR * LAB_HURRIES)
        await asyncio.sleep(for_s)
        await self.world.set_pace_of_lab(TIME_FACTOR)
        return f"the lab's clock ran {LAB_HURRIES:g} times as fast for {for_s:.1f} s"
