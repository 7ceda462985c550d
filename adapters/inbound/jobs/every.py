"""Do something again and again, whatever happened the last time, until told to stop."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from dramatiq.errors import BrokerError
from redis.exceptions import RedisError

from application.shared.outcomes import OutsideTrouble

log = structlog.get_logger("loops")


async def every(interval_s: float, act: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Outages are logged and waited out; any other error ends the loop, for a supervisor to see."""
    while not stop.is_set():
        try:
            await act()
        except (OutsideTrouble, RedisError, BrokerError, OSError) as trouble:
            log.warning("outage", doing=act.__qualname__, error=repr(trouble))
        try:
            await asyncio.wait_for(stop.wait(), interval_s)
        except TimeoutError:
            continue
