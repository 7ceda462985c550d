"""Let the end of a transaction finish even if nobody waits for it any more."""

import asyncio
from collections.abc import Coroutine
from typing import Any


async def uncancelled(ending: Coroutine[Any, Any, Any]) -> None:
    """A client that hangs up now must not leave a COMMIT half sent: finish, then be cancelled."""
    task = asyncio.ensure_future(ending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
