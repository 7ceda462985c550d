"""The end of a transaction, which happens whole even if nobody waits for it any more."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from adapters.outbound.postgres.errors import translated
from application.shared.outcomes import OutcomeUnknown, Unavailable


async def committed(committing: Coroutine[Any, Any, Any]) -> None:
    """Raises OutcomeUnknown when the database was lost while committing."""
    try:
        async with translated():
            await uncancelled(committing)
    except Unavailable as trouble:
        raise OutcomeUnknown("postgres", trouble.detail, trouble.retry_after_s) from trouble


async def uncancelled(ending: Coroutine[Any, Any, Any]) -> None:
    """A client that hangs up now must not leave a COMMIT half sent: finish, then be cancelled."""
    task = asyncio.ensure_future(ending)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await task
        raise
