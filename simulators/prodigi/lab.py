"""The laboratory put together: its books, its production and its outgoing post."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from simulators.prodigi.callback_queue import CallbackQueue
from simulators.prodigi.database import Database, open_database
from simulators.prodigi.deliveries import Deliveries
from simulators.prodigi.dials import Dials
from simulators.prodigi.downloads import Downloads
from simulators.prodigi.key_posts import KeyPosts
from simulators.prodigi.print_orders import PrintOrders
from simulators.prodigi.production import Production
from simulators.prodigi.settings import Settings
from simulators.shared.fault_rules import FaultRules

_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lab:
    settings: Settings
    database: Database
    rules: FaultRules
    dials: Dials
    orders: PrintOrders
    keys: KeyPosts
    callbacks: CallbackQueue
    deliveries: Deliveries
    production: Production
    client: httpx.AsyncClient

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Production and deliveries go on where they stopped, from the times in the database."""
        self.production.set_time_factor(self.settings.time_factor)
        running = [
            asyncio.create_task(self.production.loop.run()),
            asyncio.create_task(self.deliveries.loop.run()),
        ]
        try:
            yield
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)
            await self.client.aclose()
            self.database.connection.close()


def open_lab(settings: Settings) -> Lab:
    database = open_database(settings.data_dir, settings.seed)
    rules = FaultRules()
    dials = Dials(database)
    orders = PrintOrders(database)
    callbacks = CallbackQueue(database, rules, f"{settings.origin}/v4.0/Orders/")
    # Addresses given by clients are fetched directly, past any proxy of the environment.
    client = httpx.AsyncClient(timeout=_TIMEOUT_S, follow_redirects=True, trust_env=False)
    deliveries = Deliveries(callbacks, client, settings.callback_retry_first_s)
    production = Production(
        database,
        orders,
        callbacks,
        dials,
        Downloads(client),
        deliveries.loop,
        settings.download_again_s,
    )
    return Lab(
        settings=settings,
        database=database,
        rules=rules,
        dials=dials,
        orders=orders,
        keys=KeyPosts(database),
        callbacks=callbacks,
        deliveries=deliveries,
        production=production,
        client=client,
    )
