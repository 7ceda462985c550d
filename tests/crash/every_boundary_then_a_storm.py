"""Every boundary of every step, then a storm; each ends with the facts."""

import asyncio
import sys
import time
from collections.abc import Iterable, Sequence
from random import Random

from tests.crash.books import read_books
from tests.crash.boundaries import Blow, Moment, Plan, Step
from tests.crash.crowd import crowd
from tests.crash.facts import violations
from tests.crash.quiet import until_quiet
from tests.crash.shopper import Shopping
from tests.crash.storm import PROCESSES, Storm
from tests.crash.world import OURS

LEARN_S = 20.0
STRIKE_WITHIN_S = 60.0
# A process dies once at a time; lost connections do not disturb each other.
AT_ONCE = {Blow.KILL: 1, Blow.CUT: 4}
STORM_S = 60.0
# Seen more rarely than this while nothing went wrong, a step may not come again in time.
SEEN_MIN = 3
# What the issue calls a step, and a boundary that it has to have.
MUST_HAVE = {
    "checkout": ("api", "stripe POST /v1/checkout/sessions"),
    "checkout, intended": ("api", "+orders"),
    "webhook": ("api", "+inbox"),
    "payment": ("worker", "+payment_facts"),
    "submit": ("worker", "prodigi POST /v4.0/orders"),
    "follow": ("worker", "prodigi GET /v4.0/orders/{id}"),
    "mail": ("worker", "mail order_confirmed"),
    "refund, intended": ("api", "+refunds"),
    "refund": ("worker", "stripe POST /v1/refunds"),
    "expiry": ("worker", "stripe POST /v1/checkout/sessions/{id}/expire"),
}


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


async def test_every_boundary_of_every_step(shopping: Shopping, random: Random, seed: int) -> None:
    watch = shopping.world.watch
    async with crowd(shopping, size=3):
        await asyncio.sleep(LEARN_S)
        steps = sorted(step for step, times in watch.seen.items() if times >= SEEN_MIN)
        for name, (role, part) in MUST_HAVE.items():
            found = [step for step in steps if step.role == role and part in step.what]
            assert found, f"no boundary of the step {name!r} was seen: {watch.seen}"
        say(f"\n{len(steps)} steps, each before and after, killed and cut; seed {seed}:")
        missed = await asyncio.gather(
            *(
                strike_all(shopping, plans_of(steps, role, blow, random), AT_ONCE[blow])
                for role in OURS
                for blow in Blow
            )
        )
    await all_is_well(shopping, seed)
    assert not [str(plan) for plans in missed for plan in plans]


def plans_of(steps: Iterable[Step], role: str, blow: Blow, random: Random) -> list[Plan]:
    plans = [Plan(step, moment, blow) for step in steps if step.role == role for moment in Moment]
    random.shuffle(plans)
    return plans


async def strike_all(shopping: Shopping, plans: Sequence[Plan], at_once: int) -> list[Plan]:
    """The plans whose step never came."""
    free = asyncio.Semaphore(at_once)

    async def strike(plan: Plan) -> bool:
        async with free:
            return await has_struck(shopping, plan)

    struck = await asyncio.gather(*(strike(plan) for plan in plans))
    return [plan for plan, has_fallen in zip(plans, struck, strict=True) if not has_fallen]


async def has_struck(shopping: Shopping, plan: Plan) -> bool:
    began = time.monotonic()
    shopping.world.watch.arm(plan)
    try:
        async with asyncio.timeout(STRIKE_WITHIN_S):
            await plan.struck.wait()
    except TimeoutError:
        shopping.world.watch.disarm(plan)
    await shopping.world.ready(plan.step.role)
    missed = "" if plan.struck.is_set() else "  MISSED"
    say(f"  {time.monotonic() - began:4.1f} s  {plan}{missed}")
    return plan.struck.is_set()


async def test_a_storm(shopping: Shopping, random: Random, seed: int) -> None:
    storm = Storm(shopping.world, random, [])
    try:
        async with crowd(shopping, size=3):
            await storm.rage(STORM_S)
            await shopping.world.ready(*PROCESSES)
    finally:
        say(f"\nThe storm of seed {seed}:")
        for line in storm.log:
            say(f"  {line}")
    await all_is_well(shopping, seed)


async def all_is_well(shopping: Shopping, seed: int) -> None:
    left = await until_quiet(shopping)
    found = violations(await read_books(shopping))
    say(f"{len(shopping.promises)} checkouts, {len(found)} violations")
    assert not left, f"still going on, seed {seed}: {left}"
    assert not found, f"seed {seed}: {found}"
