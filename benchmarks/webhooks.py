"""How soon a webhook is answered in a whole shop at work: with the broker up, down, and silent."""

import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from adapters.inbound.supervisor.stack import Stack, running_stack
from adapters.settings import Settings
from benchmarks.pacing import measure_paced
from benchmarks.report import Figures
from benchmarks.signed_events import declined_payments

# Far from what a process can take in at most: here the answer is timed, and not the load.
PER_SECOND = 100.0
CONNECTIONS = 8
WARM_UP_S = 2.0


async def run_webhooks(data_dir: Path, *, seconds: int) -> Figures:
    """The shop is as it comes: relay and worker run, and the worker does the events' jobs."""
    figures: Figures = {}
    async with running_stack(data_dir) as stack:
        settings = Settings.from_environment(stack.environment)
        events = declined_payments(settings.webhook_secrets[0])
        port = int(settings.public_base_url.rsplit(":", 1)[1])

        async def figure() -> dict[str, float]:
            load = await measure_paced(
                port,
                events,
                per_second=PER_SECOND,
                connections=CONNECTIONS,
                seconds=seconds,
                warm_up_s=WARM_UP_S,
            )
            return {"rps": round(load.rps, 1), "p50_ms": load.p50_ms, "p99_ms": load.p99_ms}

        figures["webhooks_broker_up"] = await figure()
        async with _silent(stack, "valkey"):
            figures["webhooks_broker_silent"] = await figure()
        await stack.stop_one("valkey")
        figures["webhooks_broker_down"] = await figure()
    return figures


@asynccontextmanager
async def _silent(stack: Stack, name: str) -> AsyncIterator[None]:
    """Connections are taken and nothing is ever answered, which is worse than being down."""
    stack.kill(name, signal.SIGSTOP)
    try:
        yield
    finally:
        stack.kill(name, signal.SIGCONT)
