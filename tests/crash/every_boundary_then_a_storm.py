"""Every boundary of every step, then a storm; each ends with the facts."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from random import Random

from tests.crash.books import read_books
from tests.crash.boundaries import Blow, Moment, Plan, Step
from tests.crash.crowd import crowd
from tests.crash.facts import violations
from tests.crash.quiet import until_caught_up, until_quiet
from tests.crash.shopper import Shopping
from tests.crash.storm import PROCESSES, Storm
from tests.crash.tally import Tally, say
from tests.crash.world import OURS, TIME_FACTOR

LEARN_S = 30.0
STRIKE_WITHIN_S = 30.0
# What comes rarely comes more often when nothing else goes wrong, and what a busy shop overlooks,
# because it has passed before anybody looks, is seen when it lasts longer.
LAST_CHANCE_S = 90.0
LAST_PACE = TIME_FACTOR / 3
# A process dies once at a time; lost connections do not disturb each other.
AT_ONCE = {Blow.KILL: 1, Blow.CUT: 4}
# Between its deaths the API lives long enough to be reached: others deliver there and fetch there.
LIVES_S = {"api": 2.0}
# And a worker long enough to do what is due, however slow the machine is: else the work piles up,
# and buyers wait for the harness and not for the shop.
CATCHES_UP_WITHIN_S = 10.0
STORM_S = 60.0
# Seen more rarely than this while nothing went wrong, a step may not come again in time.
SEEN_MIN = 3
# What the issue calls a step, and a boundary that it has to have.
MUST_HAVE = {
    "checkout": ("api", "stripe POST /v1/checkout/sessions"),
    "checkout, intended": ("api", "+orders"),
    "webhook": ("api", "+inbox"),
    "payment": ("worker", "+payment_facts"),
    "finalise": ("api", "+renders"),
    "render": ("worker", "~renders"),
    "submit": ("worker", "prodigi POST /v4.0/orders"),
    "follow": ("worker", "prodigi GET /v4.0/orders/{id}"),
    "mail": ("worker", "mail order_confirmed"),
    "refund, intended": ("api", "+refunds"),
    "refund": ("worker", "stripe POST /v1/refunds"),
    "expiry": ("worker", "stripe POST /v1/checkout/sessions/{id}/expire"),
}


async def test_every_boundary_of_every_step(
    shopping: Shopping, random: Random, tally: Tally
) -> None:
    watch = shopping.world.watch
    async with crowd(shopping, size=3):
        await asyncio.sleep(LEARN_S)
        steps = sorted(step for step, times in watch.seen.items() if times >= SEEN_MIN)
        for name, (role, part) in MUST_HAVE.items():
            found = [step for step in steps if step.role == role and part in step.what]
            assert found, f"no boundary of the step {name!r} was seen: {watch.seen}"
        say(f"\n{len(steps)} steps, each before and after, killed and cut:")
        tally.steps = len(steps)
        at_first = await asyncio.gather(
            *(
                strike_all(shopping, tally, plans_of(steps, role, blow, random), AT_ONCE[blow])
                for role in OURS
                for blow in Blow
            )
        )
        again = [Plan(late.step, late.moment, late.blow) for part in at_first for late in part]
        await shopping.world.set_pace_of_lab(LAST_PACE)
        missed = await strike_all(shopping, tally, again, at_once=1, within_s=LAST_CHANCE_S)
        await shopping.world.set_pace_of_lab(TIME_FACTOR)
        tally.missed = len(missed)
    await all_is_well(shopping, tally)
    assert not [str(plan) for plan in missed]


def plans_of(steps: Iterable[Step], role: str, blow: Blow, random: Random) -> list[Plan]:
    plans = [Plan(step, moment, blow) for step in steps if step.role == role for moment in Moment]
    random.shuffle(plans)
    return plans


async def strike_all(
    shopping: Shopping,
    tally: Tally,
    plans: Sequence[Plan],
    at_once: int,
    within_s: float = STRIKE_WITHIN_S,
) -> list[Plan]:
    """The plans whose step never came."""
    free = asyncio.Semaphore(at_once)

    async def strike(plan: Plan) -> bool:
        async with free:
            return await has_struck(shopping, plan, within_s)

    struck = await asyncio.gather(*(strike(plan) for plan in plans))
    missed = [plan for plan, has_fallen in zip(plans, struck, strict=True) if not has_fallen]
    tally.strikes.update(plan.blow.value for plan in plans if plan not in missed)
    return missed


async def has_struck(shopping: Shopping, plan: Plan, within_s: float) -> bool:
    began = time.monotonic()
    shopping.world.watch.arm(plan)
    try:
        async with asyncio.timeout(within_s):
            await plan.struck.wait()
    except TimeoutError:
        shopping.world.watch.disarm(plan)
    await shopping.world.ready(plan.step.role)
    late = "" if plan.struck.is_set() else "  did not come in time"
    say(f"  {time.monotonic() - began:4.1f} s  {plan}{late}")
    if plan.blow is Blow.KILL:
        await asyncio.sleep(LIVES_S.get(plan.step.role, 0.0))
        await until_caught_up(shopping, CATCHES_UP_WITHIN_S)
    return plan.struck.is_set()


async def test_a_storm(shopping: Shopping, random: Random, tally: Tally) -> None:
    storm = Storm(shopping.world, random)
    try:
        async with crowd(shopping, size=3):
            await storm.rage(STORM_S)
            await shopping.world.ready(*PROCESSES)
    finally:
        tally.storm = storm.done
        say("\nThe storm:")
        for line in storm.log:
            say(f"  {line}")
    await all_is_well(shopping, tally)


async def all_is_well(shopping: Shopping, tally: Tally) -> None:
    left = await until_quiet(shopping)
    found = violations(await read_books(shopping))
    tally.checkouts, tally.repeats = len(shopping.promises), len(shopping.repeats)
    tally.violations = len(found)
    say(f"{tally.checkouts} checkouts, {len(found)} violations")
    for each in (*left, *found):
        say(f"  {each}")
    assert not left, "still going on"
    assert not found, "violations"
