"""Waiting until nothing is left to do, for as long as that may take and no longer."""

import asyncio

import asyncpg

from tests.crash.shopper import Shopping

QUIET_WITHIN_S = 150.0
LOOK_EVERY_S = 0.5

# What recurs is always about to happen; it must have no lease left over and no failures.
UNFINISHED = """
    SELECT 'job ' || dedupe_key || ' ' || state || ' ' || coalesce(last_error, '') FROM jobs
    WHERE state = 'leased' OR (state = 'ready' AND run_at < now() + interval '1 minute')
    UNION ALL
    SELECT 'print ' || id || ' ' || status FROM dropships
    WHERE status NOT IN ('complete', 'failed', 'cancelled')
    UNION ALL
    SELECT 'mail ' || dedupe_key FROM mails WHERE sent_at IS NULL
    UNION ALL
    SELECT 'render ' || id || ' ' || status || ', attempt ' || attempt || ' of ' || attempts_max
        || ' ' || coalesce(problem, '') FROM renders
    WHERE kind = 'final' AND status <> 'completed'
"""
OVERDUE = """
    SELECT count(*) FROM jobs
    WHERE state = 'ready' AND run_at < now() - interval '3 seconds'
       OR state = 'leased' AND lease_until < now() - interval '3 seconds'
"""
STATUSES = "SELECT id::text, status FROM orders"


async def until_quiet(shopping: Shopping) -> list[str]:
    """What was still going on when patience ended; nothing, if all went well."""
    left = ["nobody looked"]
    try:
        async with asyncio.timeout(QUIET_WITHIN_S):
            while left:
                await asyncio.sleep(LOOK_EVERY_S)
                left = await _unfinished(shopping) or await _undelivered(shopping)
    except TimeoutError:
        return left
    return []


async def until_caught_up(shopping: Shopping, within_s: float) -> None:
    """Returns when no job waits for long, or after that time all the same."""
    connection = await asyncpg.connect(shopping.world.environment["DATABASE_URL"])
    try:
        for _ in range(int(within_s / LOOK_EVERY_S)):
            if not await connection.fetchval(OVERDUE):
                return
            await asyncio.sleep(LOOK_EVERY_S)
    finally:
        await connection.close()


async def _unfinished(shopping: Shopping) -> list[str]:
    connection = await asyncpg.connect(shopping.world.environment["DATABASE_URL"])
    try:
        left = [str(row[0]) for row in await connection.fetch(UNFINISHED)]
        statuses = {row[0]: row[1] for row in await connection.fetch(STATUSES)}
    finally:
        await connection.close()
    return left + [
        f"order {promise.order_number} is {statuses.get(promise.order_id)}"
        for promise in shopping.promises
        if statuses.get(promise.order_id) not in promise.ends.split("|")
    ]


async def _undelivered(shopping: Shopping) -> list[str]:
    base = shopping.world.environment["STRIPE_API_BASE"]
    answer = await shopping.outside.get(f"{base}/_control/deliveries")
    return [
        f"event {each['event_id']} ({each['type']}): {each['last_error']}"
        for each in answer.raise_for_status().json()["deliveries"]
        if each["state"] == "pending"
    ]
