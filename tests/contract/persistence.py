"""A place where the shop keeps its state, in memory or in PostgreSQL, as the tests see it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.memory.clock import MemoryClock
from adapters.outbound.memory.job_queue import MemoryJobQueue
from adapters.outbound.memory.personal_data import MemoryPersonalData
from adapters.outbound.memory.table import MemoryStore
from adapters.outbound.memory.work import MemoryBegin
from adapters.outbound.postgres.job_queue import PostgresJobQueue
from adapters.outbound.postgres.personal_data import PostgresPersonalData
from adapters.outbound.postgres.tables.facts import attention_items
from adapters.outbound.postgres.tables.jobs import jobs
from adapters.outbound.postgres.work import PostgresBegin
from application.carts.merge_ports import Belongings, CartMerges
from application.carts.ports import BatchWork, CartOperations
from application.carts.record_ports import CartExpiryWork, CartHealthWork, OldReplies, StaffCartWork
from application.catalog.ports import Products
from application.checkout.ports import (
    CheckoutWork,
    DesignsToOrder,
    PicturesToPrint,
    ProductsToOrder,
)
from application.designs.ports import Designs, PicturesToDesign, Renders
from application.fulfilment.ports import Dropships, FulfilmentWork, PicturesToPrintAgain
from application.identity.ports import Accounts, Addresses, Admins, EmailTickets, LoginSessions
from application.media.curated_ports import CuratedPictures
from application.media.deletion_ports import PictureUses, RendersOfPictures
from application.media.upload_ports import Uploads
from application.operations.ports import JobQueue, Replies
from application.payments.ports import JobsOfPayments, PaymentWork
from application.privacy.ports import PersonalData, PersonalExports, PersonalTraces
from application.reconciliation.ports import ReconciliationWork
from application.reconciliation.staff_ports import StaffWork
from application.shared.begin import Begin

LEASE_S = 0.6
PATIENCE_S = 20.0
ALL_TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
"""
ROWS_WITH = """
    SELECT EXISTS (
        SELECT 1 FROM {table} AS kept
        WHERE kept::text ILIKE :words OR kept::text ILIKE :digits)
"""
Found = TypeVar("Found")


class AllPictures(PicturesToDesign, PicturesToPrint, PicturesToPrintAgain, Protocol):
    """For buyers, for checkouts and for staff."""


class AllRenders(Renders, RendersOfPictures, Protocol):
    """Also for whoever deletes a picture."""


class AllDesigns(Designs, DesignsToOrder, Protocol):
    """To be changed, and to be ordered."""


class AllProducts(Products, ProductsToOrder, Protocol):
    """To be made, and to be ordered."""


class AllReplies(Replies, OldReplies, Protocol):
    """Given, recalled and forgotten."""


class ShopWork(
    CheckoutWork,
    PaymentWork,
    FulfilmentWork,
    BatchWork,
    CartHealthWork,
    StaffCartWork,
    CartExpiryWork,
    ReconciliationWork,
    StaffWork,
    Protocol,
):
    """Every collection at once."""

    @property
    def jobs(self) -> JobsOfPayments: ...
    @property
    def designs(self) -> AllDesigns: ...
    @property
    def dropships(self) -> Dropships: ...
    @property
    def pictures(self) -> AllPictures: ...
    @property
    def picture_uses(self) -> PictureUses: ...
    @property
    def curated(self) -> CuratedPictures: ...
    @property
    def products(self) -> AllProducts: ...
    @property
    def renders(self) -> AllRenders: ...
    @property
    def replies(self) -> AllReplies: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def tickets(self) -> EmailTickets: ...
    @property
    def admins(self) -> Admins: ...
    @property
    def logins(self) -> LoginSessions: ...
    @property
    def operations(self) -> CartOperations: ...
    @property
    def merges(self) -> CartMerges: ...
    @property
    def belongings(self) -> Belongings: ...
    @property
    def addresses(self) -> Addresses: ...
    @property
    def exports(self) -> PersonalExports: ...
    @property
    def traces(self) -> PersonalTraces: ...
    @property
    def uploads(self) -> Uploads: ...


class Persistence(Protocol):
    @property
    def begin(self) -> Begin[ShopWork]: ...
    @property
    def queue(self) -> JobQueue:
        """Its leases last LEASE_S."""
        ...

    @property
    def personal_data(self) -> PersonalData: ...

    async def job_id(self, dedupe_key: str) -> UUID: ...
    async def tables_with(self, words: str) -> Collection[str]:
        """The names of all tables that hold these words anywhere."""
        ...

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

    @property
    def personal_data(self) -> PersonalData:
        return MemoryPersonalData(self.store)

    async def tables_with(self, words: str) -> Collection[str]:
        return {name for name in self.store.names if words in repr(self.store.table(name).items())}

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

    @property
    def personal_data(self) -> PersonalData:
        return PostgresPersonalData(self.engine)

    async def tables_with(self, words: str) -> Collection[str]:
        found = set()
        async with self.engine.connect() as connection:
            names = await connection.execute(text(ALL_TABLES))
            for name in names.scalars().all():
                # Bytes are written as hexadecimal digits when a row becomes a text.
                looking = text(ROWS_WITH.format(table=name))
                given = {"words": f"%{words}%", "digits": f"%{words.encode().hex()}%"}
                if (await connection.execute(looking, given)).scalar():
                    found.add(name)
        return found

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
