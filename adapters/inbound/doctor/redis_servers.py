"""Broker and cache answer, are kept apart, and the broker forgets nothing."""

import asyncio
from dataclasses import dataclass
from typing import Any

from redis.asyncio import Redis
from redis.exceptions import RedisError

from adapters.inbound.doctor.finding import Finding, problem, well

BROKER, CACHE = "broker", "cache"
FIX = "Set BROKER_URL and CACHE_URL to Redis or Valkey servers that run and accept the password."
KEEPS_ALL = "noeviction"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisServer:
    """What a server says of itself; `run_id` is the same by whatever name it is called."""

    run_id: str
    database: int
    eviction: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RedisServers:
    broker: Redis
    cache: Redis

    async def __call__(self) -> list[Finding]:
        broker, cache = await asyncio.gather(_asked(self.broker), _asked(self.cache))
        return judge_servers(broker, cache)


def judge_servers(broker: RedisServer | str, cache: RedisServer | str) -> list[Finding]:
    """A text is the trouble there was in asking."""
    if isinstance(broker, str) or isinstance(cache, str):
        return [
            problem(
                name,
                f"cannot be asked: {told}",
                f"Set {name.upper()}_URL to a Redis or Valkey that answers.",
            )
            if isinstance(told, str)
            else well(name, f"{told.version} answers")
            for name, told in ((BROKER, broker), (CACHE, cache))
        ]
    return [_broker(broker), _cache(broker, cache)]


def _broker(broker: RedisServer) -> Finding:
    if broker.eviction != KEEPS_ALL:
        return problem(
            BROKER,
            f"maxmemory-policy is {broker.eviction}: a full memory would throw messages away",
            f"Set maxmemory-policy to {KEEPS_ALL} on the server of BROKER_URL.",
        )
    return well(BROKER, f"{broker.version}, maxmemory-policy {KEEPS_ALL}")


def _cache(broker: RedisServer, cache: RedisServer) -> Finding:
    if (broker.run_id, broker.database) == (cache.run_id, cache.database):
        return problem(
            CACHE,
            "it is the broker's own database: emptying the cache would empty the broker",
            "Set CACHE_URL to another database or server than BROKER_URL, …/1 instead of …/0 say.",
        )
    return well(CACHE, f"{cache.version}, in another database than the broker")


async def _asked(client: Any) -> RedisServer | str:
    try:
        # One after the other on one connection, so that both answers are of the same server.
        async with client.pipeline(transaction=False) as pipeline:
            server, memory = await pipeline.info("server").info("memory").execute()
    except (RedisError, OSError) as error:
        return type(error).__name__
    return RedisServer(
        run_id=server["run_id"],
        database=int(client.connection_pool.connection_kwargs.get("db") or 0),
        eviction=memory.get("maxmemory_policy", "unknown"),
        version=f"{server.get('server_name', 'redis')} "
        f"{server.get('valkey_version') or server['redis_version']}",
    )
