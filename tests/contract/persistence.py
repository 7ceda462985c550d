"""A place where the shop keeps its state, in memory or in PostgreSQL, as the tests see it."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.job_queue import MemoryJobQueue
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from adapters.outbound.postgres.job_queue import PostgresJobQueue
from adapters.outbound.postgres.tables.facts import attention_items
from adapters.outbound.postgres.tables.jobs import jobs
from adapters.outbound.postgres.work import PostgresBegin
from application.catalog.ports import Products
from application.checkout.ports import CheckoutWork, PicturesToPrint
from application.fulfilment.ports import FulfilmentWork
from application.media.ports import Pictures
from application.operations.ports import JobQueue
from application.payments.ports import PaymentWork
from application.shared.begin import Begin

LEASE_S = 0.6
PATIENCE_S = 20.0
Found = TypeVar("Found")


class AllPictures(Pictures, PicturesToPrint, Protocol):
    """For buyers and for checkouts."""


class ShopWork(CheckoutWork, PaymentWork, FulfilmentWork, Protocol):
    """Every collection at once."""

    @property
    def pictures(self) -> AllPictures: ...
    @property
    def products(self) -> Products: ...


class Persistence(Protocol):
    @property
    def begin(self) -> Begin[ShopWork]: ...
    @property
    def queue(self) -> JobQueue:
        """Its leases last LEASE_S."""
        ...

    async def job_id(self, dedupe_key: str) -> UUID: ...
    async def attention_of(self, dedupe_key: str) -> dict[str, str] | None:
        """The details of the item, if there is one."""
        ...

    async def let_time_pass(self) -> None:
        """A little, on the clock by which leases end."""
        ...


@dataclass(frozen=True, slots=True)
class InMemory:
    store: MemoryStore
    clock: MemoryClock

    @property
    def begin(self) -> Begin[ShopWork]:
        return MemoryBegin(self.store, self.clock)

    @property
    def queue(self) -> JobQueue:
        return MemoryJobQueue(self.store, self.clock, LEASE_S)

    async def job_id(self, dedupe_key: str) -> UUID:
        found: UUID | None = self.store.table("jobs_by_dedupe_key").get(dedupe_key)
        assert found is not None
        return found

    async def attention_of(self, dedupe_key: str) -> dict[str, str] | None:
        item = self.store.table("attention_items").get(dedupe_key)
        return None if item is None else item.details

    async def let_time_pass(self) -> None:
        self.clock.advance(timedelta(milliseconds=50))


@dataclass(frozen=True, slots=True)
class InPostgres:
    engine: AsyncEngine

    @property
    def begin(self) -> Begin[ShopWork]:
        return PostgresBegin(self.engine)

    @property
    def queue(self) -> JobQueue:
        return PostgresJobQueue(self.engine, LEASE_S)

    async def job_id(self, dedupe_key: str) -> UUID:
        async with self.engine.connect() as connection:
            found = await connection.execute(
                select(jobs.c.id).where(jobs.c.dedupe_key == dedupe_key)
            )
            job_id: UUID = found.scalar_one()
            return job_id

    async def attention_of(self, dedupe_key: str) -> dict[str, str] | None:
        async with self.engine.connect() as connection:
            found = await connection.execute(
                select(attention_items.c.details).where(attention_items.c.dedupe_key == dedupe_key)
            )
            return found.scalar_one_or_none()

    async def let_time_pass(self) -> None:
        await asyncio.sleep(0.05)


async def until(persistence: Persistence, happens: Callable[[], Awaitable[Found | None]]) -> Found:
    """What it answers once it answers something. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        found = await happens()
        if found is not None:
            return found
        await persistence.let_time_pass()
    raise TimeoutError
