"""A COMMIT that was begun comes to its end, and one that was lost is not taken for undone."""

import asyncio

import pytest

from adapters.outbound.postgres.ending import committed
from application.shared.outcomes import OutcomeUnknown


async def test_a_commit_ends_though_its_client_hung_up() -> None:
    begun, answer, ended = asyncio.Event(), asyncio.Event(), []

    async def commit() -> None:
        begun.set()
        await answer.wait()
        ended.append("COMMIT")

    waiting = asyncio.create_task(committed(commit()))
    await begun.wait()
    waiting.cancel()
    # The cancellation arrives at whoever waits, and not at what is waited for.
    asyncio.get_running_loop().call_soon(answer.set)
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert ended == ["COMMIT"]


async def test_a_database_lost_while_committing_is_unknown() -> None:
    async def commit() -> None:
        raise ConnectionResetError

    with pytest.raises(OutcomeUnknown):
        await committed(commit())
