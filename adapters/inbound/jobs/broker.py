"""The doorbell: Dramatiq over Redis, told to keep nothing and to retry nothing.

Why each setting is what it is: docs/durability.md. Dramatiq's own Retries would lose a job when
the broker is down at the wrong moment; the jobs table decides about retries instead.
"""

from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import AsyncIO, Callbacks, Pipelines, ShutdownNotifications
from redis import ConnectionPool, Redis

from adapters.settings import Settings

QUEUE = "passepartout"
ACTOR = "run_job"
HEARTBEAT_TIMEOUT_MS = 15_000
MAINTENANCE_CHANCE = 100_000


def make_broker(settings: Settings, *, consuming: bool) -> RedisBroker:
    """`consuming` adds the event loop that async actors run on."""
    pool = ConnectionPool.from_url(
        settings.broker_url,
        socket_timeout=settings.redis_timeout_s + (5 if consuming else 0),
        socket_connect_timeout=settings.redis_timeout_s,
        health_check_interval=10,
    )
    return RedisBroker(  # type: ignore[no-untyped-call]
        client=Redis(connection_pool=pool),
        middleware=[AsyncIO(), ShutdownNotifications(), Callbacks(), Pipelines()]
        if consuming
        else [],
        heartbeat_timeout=HEARTBEAT_TIMEOUT_MS,
        maintenance_chance=MAINTENANCE_CHANCE,
    )
