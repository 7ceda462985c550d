"""With every worker gone the relay once rang on until the broker's memory was full."""

from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound.jobs.broker import QUEUE
from adapters.inbound.jobs.relay import Relay
from adapters.outbound.postgres.work import PostgresBegin
from adapters.settings import Settings
from domain.operations.job import JobKind, NewJob

BATCH = 20


async def test_a_bell_that_nobody_hears_is_not_rung_for_ever(
    servers: dict[str, str], postgres_engine: AsyncEngine
) -> None:
    settings = Settings.from_environment(
        servers
        | {
            "BROKER_URL": servers["CACHE_URL"],
            "RELAY_BATCH": str(BATCH),
            "RELAY_RING_AGAIN_S": "0.000001",
        }
    )
    async with PostgresBegin(postgres_engine)() as work:
        await work.jobs.add(
            [NewJob(kind=JobKind.SEND_MAIL, dedupe_key=f"unheard:{uuid4()}") for _ in range(BATCH)]
        )
        await work.commit()
    relay = Relay(settings, postgres_engine)
    broker = relay._broker
    broker.flush(QUEUE)
    for _ in range(10):
        await relay.ring()
    assert BATCH <= broker.do_qsize(QUEUE) < 2 * BATCH
    broker.flush(QUEUE)
