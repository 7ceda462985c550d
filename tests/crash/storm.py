"""Anything may be killed, stopped, emptied or silenced at any moment, by the choice of a seed."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

import httpx
import redis.asyncio as redis
from redis.exceptions import RedisError

from tests.crash.world import GROUND, OURS, World

PROCESSES = (*OURS, *(name for name in GROUND if name != "migrate"))
STILL_S = (0.3, 3.0)
PAUSE_S = (0.3, 1.5)


@dataclass(slots=True)
class Storm:
    """`log` tells what was done, and when."""

    world: World
    random: Random
    log: list[str]

    async def rage(self, seconds: float) -> None:
        began = time.monotonic()
        deeds: tuple[Callable[[], Awaitable[str]], ...] = (
            *(self.kill,) * 4,
            *(self.freeze,) * 3,
            self.flush_valkey,
            self.silence_valkey,
            self.silence_database,
            self.stop_database,
            self.jump_stripes_clock,
        )
        while time.monotonic() - began < seconds:
            deed = self.random.choice(deeds)
            at = time.monotonic() - began
            self.log.append(f"{at:5.1f} s {await deed()}")
            await asyncio.sleep(self.random.uniform(*PAUSE_S))

    async def kill(self) -> str:
        name = self.random.choice(PROCESSES)
        self.world.kill(name)
        return f"SIGKILL {name}"

    async def freeze(self) -> str:
        """A stopped process does not know that it was; its leases may have passed on."""
        name = self.random.choice(PROCESSES)
        for_s = self.random.uniform(*STILL_S)
        self.world.send(name, signal.SIGSTOP)
        await asyncio.sleep(for_s)
        self.world.send(name, signal.SIGCONT)
        return f"SIGSTOP {name} for {for_s:.1f} s"

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

    async def stop_database(self) -> str:
        """As `pg_ctl stop -m immediate` does; the supervisor starts it again."""
        for_s = self.random.uniform(*STILL_S)
        stack = self.world.ground
        pid = stack.pid("postgres")
        if pid is None:
            return "postgres was down already"
        stack.kill("postgres", signal.SIGQUIT)
        await asyncio.sleep(for_s)
        return f"postgres stopped -m immediate, {for_s:.1f} s ago"

    async def jump_stripes_clock(self) -> str:
        jump_s = self.random.choice((90, 600))
        base = self.world.environment["STRIPE_API_BASE"]
        try:
            async with httpx.AsyncClient(timeout=5, trust_env=False) as http:
                await http.post(f"{base}/_control/clock", json={"advance_s": jump_s})
        except httpx.TransportError as error:
            return f"Stripe's clock could not be reached: {type(error).__name__}"
        return f"Stripe's clock jumped by {jump_s} s"
