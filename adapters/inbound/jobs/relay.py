"""Ring the bell for due jobs, and write down what recurs; any number of relays may run."""

import asyncio
import os
import signal
import socket
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import dramatiq
import uvloop
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.inbound.jobs.broker import ACTOR, QUEUE, make_broker
from adapters.inbound.jobs.every import every
from adapters.inbound.jobs.schedule import recurring
from adapters.outbound.postgres.doorbell import PostgresDoorbell
from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.settings import Settings


def run(settings: Settings) -> None:
    """Until SIGINT or SIGTERM."""
    uvloop.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    engine = make_engine(settings, role="relay")
    relay = Relay(settings, engine)
    try:
        await asyncio.gather(
            every(settings.relay_interval_s, relay.ring, stop),
            every(settings.schedule_interval_s, relay.write_down_recurring, stop),
            every(settings.heartbeat_interval_s, relay.beat, stop),
        )
    finally:
        await engine.dispose()


class Relay:
    """The only place that sends to the broker."""

    def __init__(self, settings: Settings, engine: AsyncEngine) -> None:
        self._settings = settings
        self._recurring = recurring(settings)
        self._doorbell = PostgresDoorbell(engine)
        self._heartbeats = PostgresHeartbeats(engine)
        self._broker = make_broker(settings, consuming=False)
        self._broker.declare_queue(QUEUE)
        self._process = f"relay@{socket.gethostname()}:{os.getpid()}"

    async def ring(self) -> None:
        # With no worker to hear it, the bell would be rung for the same jobs until the broker's
        # memory is full.
        if await asyncio.to_thread(self._unheard) >= self._settings.relay_batch:
            return
        due = await self._doorbell.due(
            timedelta(seconds=self._settings.relay_ring_again_s), self._settings.relay_batch
        )
        if due:
            # Sending blocks, for seconds under a black hole; only a thread may wait for it.
            await asyncio.to_thread(self._send, due)

    async def write_down_recurring(self) -> None:
        # A relay whose own clock was set back would find all intervals taken, and nothing would
        # recur until it has caught up.
        at = await self._doorbell.now()
        for each in self._recurring:
            await self._doorbell.schedule(each.due(at))
        await self._doorbell.forget_done(
            timedelta(seconds=self._settings.job_done_kept_s), self._settings.relay_batch
        )

    async def beat(self) -> None:
        await self._heartbeats.beat(self._process, "relay", os.getpid())

    def _unheard(self) -> int:
        return int(self._broker.do_qsize(QUEUE))

    def _send(self, due: Sequence[UUID]) -> None:
        for job_id in due:
            self._broker.enqueue(
                dramatiq.Message(
                    queue_name=QUEUE, actor_name=ACTOR, args=(str(job_id),), kwargs={}, options={}
                )
            )
