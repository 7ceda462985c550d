"""What the outside stands on: settings, clock, database, Redis, and the files of what is sold."""

from datetime import timedelta

import redis.asyncio
from dependency_injector import containers, providers

from adapters.outbound.imaging.templates_file import read_templates
from adapters.outbound.postgres.driver_work import DriverBegin
from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.outbound.postgres.job_queue import PostgresJobQueue
from adapters.outbound.postgres.personal_data import PostgresPersonalData
from adapters.outbound.postgres.snapshot import snapshots
from adapters.outbound.postgres.work import PostgresBegin
from adapters.outbound.prodigi.catalogue_file import read_catalogue
from adapters.outbound.redis.rate_limits import RedisRateLimits
from adapters.outbound.redis.rate_script import counting_client
from adapters.outbound.reference.tax_file import read_taxes
from adapters.outbound.system.clock import SystemClock, new_callback_token, new_id
from adapters.rate_budgets import budgets_of
from adapters.settings import Settings
from domain.resilience.circuit import Circuit


def seconds(count: float) -> timedelta:
    return timedelta(seconds=count)


class Ground(containers.DeclarativeContainer):
    """Nothing connects before it is used; all of it lives on one loop."""

    settings = providers.Dependency(instance_of=Settings)
    role = providers.Object("api")
    statement_timeout_s: providers.Provider[float | None] = providers.Object(None)
    clock = providers.Singleton(SystemClock)
    new_id = providers.Object(new_id)
    callback_token = providers.Object(new_callback_token)
    catalogue = providers.Singleton(read_catalogue)
    taxes = providers.Singleton(read_taxes)
    templates = providers.Singleton(read_templates)
    engine = providers.Singleton(
        make_engine, settings, role=role, statement_timeout_s=statement_timeout_s
    )
    begin = providers.Singleton(PostgresBegin, engine)
    snapshot = providers.Singleton(snapshots, engine)
    driver_begin = providers.Singleton(DriverBegin, settings, role)
    personal_data = providers.Singleton(PostgresPersonalData, engine)
    heartbeats = providers.Singleton(PostgresHeartbeats, engine)
    queue = providers.Singleton(PostgresJobQueue, engine, settings.provided.job_lease_s)
    rate_client = providers.Singleton(counting_client, settings.provided.cache_url)
    cache_client = providers.Singleton(
        redis.asyncio.from_url,
        settings.provided.cache_url,
        socket_timeout=settings.provided.redis_timeout_s,
        socket_connect_timeout=settings.provided.redis_timeout_s,
    )
    broker_client = providers.Singleton(
        redis.asyncio.from_url,
        settings.provided.broker_url,
        socket_timeout=settings.provided.redis_timeout_s,
        socket_connect_timeout=settings.provided.redis_timeout_s,
    )
    rate_limits = providers.Singleton(
        RedisRateLimits,
        rate_client,
        budgets=providers.Callable(budgets_of, settings),
        circuit=providers.Singleton(
            Circuit,
            failures_max=1,
            open_for=providers.Callable(seconds, settings.provided.rate_limit_pause_s),
        ),
        clock=clock,
        secret=settings.provided.token_secret,
        timeout_s=settings.provided.rate_limit_timeout_s,
        webhook_wait_s=settings.provided.rate_limit_webhook_wait_s,
    )
