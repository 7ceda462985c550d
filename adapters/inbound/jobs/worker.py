"""A worker process: answers the bell, and looks at the table itself when nobody rings."""

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future, wait
from datetime import timedelta
from typing import Any, Protocol
from uuid import UUID

import dramatiq
import structlog
import uvloop
from dramatiq import Broker, Worker
from dramatiq.asyncio import get_event_loop_thread
from dramatiq.middleware import Middleware

from adapters.inbound.jobs.broker import ACTOR, QUEUE, make_broker
from adapters.inbound.jobs.every import every
from adapters.outbound.postgres.heartbeats import PostgresHeartbeats
from adapters.settings import Settings
from application.operations.run_job import RunJob
from application.shared.outcomes import OutsideTrouble

log = structlog.get_logger("jobs")

STOP_TIMEOUT_MS = 20_000


class WorkerParts(Protocol):
    """What a worker runs on; made and closed on the event loop that uses it."""

    @property
    def run_job(self) -> RunJob: ...
    @property
    def heartbeats(self) -> PostgresHeartbeats: ...

    async def aclose(self) -> None: ...


def run(settings: Settings) -> None:
    """Until SIGINT or SIGTERM; jobs under way are finished first, the rest stays in the table."""
    import bootstrap

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    stop = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: stop.set())

    on_loop = OnLoop(settings, lambda: bootstrap.build_worker(settings), give_up=stop.set)
    broker = make_broker(settings, consuming=True)
    broker.add_middleware(on_loop)
    dramatiq.set_broker(broker)
    dramatiq.actor(actor_name=ACTOR, queue_name=QUEUE, broker=broker)(on_loop.run_job)

    worker = Worker(broker, worker_threads=settings.worker_threads)
    worker.start()
    stop.wait()
    worker.stop(timeout=STOP_TIMEOUT_MS)
    if on_loop.failure is not None:
        # Dramatiq swallows what a middleware raises; a supervisor must see it.
        raise on_loop.failure


class OnLoop(Middleware):
    """Everything asynchronous of a worker, living on Dramatiq's own event loop thread."""

    def __init__(
        self,
        settings: Settings,
        build: Callable[[], Coroutine[Any, Any, WorkerParts]],
        give_up: Callable[[], None],
    ) -> None:
        self.failure: BaseException | None = None
        self._settings = settings
        self._build = build
        self._give_up = give_up
        self._parts: WorkerParts | None = None
        self._stop: asyncio.Event | None = None
        self._loops: list[Future[None]] = []
        self._process = f"worker@{socket.gethostname()}:{os.getpid()}"

    async def run_job(self, job_id: str) -> None:
        """A job that cannot be claimed for an outage stays as it is, and the bell rings again."""
        try:
            await self._running.run_job.by_id(UUID(job_id))
        except OutsideTrouble as trouble:
            # Dramatiq would write a stack trace for every ring, for as long as the outage lasts.
            log.warning("outage", doing="run_job", job=job_id, error=repr(trouble))

    def before_worker_boot(self, broker: Broker, worker: Worker) -> None:
        thread = get_event_loop_thread()
        if thread is None:
            raise RuntimeError("The AsyncIO middleware must come before this one.")
        try:
            self._parts = thread.run_coroutine(self._build())
        except BaseException as error:
            self._fail(error)
            raise
        self._stop = thread.run_coroutine(_new_event())
        settings = self._settings
        loops = [every(settings.heartbeat_interval_s, self._beat, self._stop)]
        loops += [
            every(settings.job_table_poll_s, self._take_overdue, self._stop)
            for _ in range(settings.worker_table_takers)
        ]
        self._loops = [asyncio.run_coroutine_threadsafe(each, thread.loop) for each in loops]
        for running in self._loops:
            running.add_done_callback(self._ended)

    def before_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        thread = get_event_loop_thread()
        if thread is not None and self._stop is not None:
            thread.loop.call_soon_threadsafe(self._stop.set)

    def after_worker_shutdown(self, broker: Broker, worker: Worker) -> None:
        wait(self._loops, timeout=STOP_TIMEOUT_MS / 1000)
        thread = get_event_loop_thread()
        if thread is not None:
            thread.run_coroutine(self._running.aclose())

    def _ended(self, loop: Future[None]) -> None:
        error = None if loop.cancelled() else loop.exception()
        if error is not None:
            self._fail(error)

    def _fail(self, error: BaseException) -> None:
        self.failure = error
        self._give_up()

    @property
    def _running(self) -> WorkerParts:
        if self._parts is None:
            raise RuntimeError("The worker has not booted.")
        return self._parts

    async def _take_overdue(self) -> None:
        """Whoever should have rung may be down; the table is enough to go on."""
        overdue = timedelta(seconds=self._settings.job_overdue_s)
        while not self._stopping and await self._running.run_job.oldest_overdue(overdue):
            pass

    async def _beat(self) -> None:
        await self._running.heartbeats.beat(self._process, "worker", os.getpid())

    @property
    def _stopping(self) -> bool:
        return self._stop is not None and self._stop.is_set()


async def _new_event() -> asyncio.Event:
    return asyncio.Event()
