"""Take every guard away in turn: `python -m tests.guards [--table] [part of a name …]`."""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.guards.attempt import Runs, runs_in
from tests.guards.every import EVERY
from tests.guards.guard import Guard
from tests.guards.private_copy import private_copy
from tests.guards.servers import Servers, servers
from tests.guards.table import table
from tests.guards.trial import Trial, tried

ALL_TESTS_S = 600.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.guards", description=__doc__)
    parser.add_argument("names", nargs="*", help="parts of names; all guards by default")
    parser.add_argument("--table", action="store_true", help="print the guards as markdown")
    given = parser.parse_args()
    guards = [guard for guard in EVERY if _is_meant(guard, given.names)]
    if given.table:
        _say(table(guards))
        return 0
    return asyncio.run(_run(guards))


def _is_meant(guard: Guard, names: Sequence[str]) -> bool:
    return not names or any(name in guard.name for name in names)


async def _run(guards: Sequence[Guard]) -> int:
    with tempfile.TemporaryDirectory(prefix="passepartout-servers-") as directory:
        async with servers(Path(directory)) as shared:
            with private_copy() as copy:
                async with runs_in(copy) as runs:
                    return await _tried_in_turn(guards, copy, runs, shared)


async def _tried_in_turn(guards: Sequence[Guard], copy: Path, runs: Runs, shared: Servers) -> int:
    tests = sorted({test for guard in guards for test in guard.tests})
    trouble = await _trouble(tests, runs, shared)
    if trouble:
        _say(f"While all guards stand, not all of their tests pass:\n{trouble}")
        return 1
    _say(f"{len(tests)} tests pass while all guards stand.")
    trials = []
    for guard in guards:
        trials.append(await tried(guard, copy, runs, shared))
        _say(trials[-1].row)
    return _summed_up(trials)


async def _trouble(tests: Sequence[str], runs: Runs, shared: Servers) -> str:
    """What is wrong before anything was taken away; alone, no test meets what another has left."""
    async with shared.fresh() as environment:
        together = await runs.attempt(tests, environment, ALL_TESTS_S)
    if together.has_passed:
        return ""
    for test in together.failed:
        async with shared.fresh() as environment:
            alone = await runs.attempt([test], environment, ALL_TESTS_S)
        if not alone.has_passed:
            return alone.output
    return "" if together.failed else together.output


def _summed_up(trials: Sequence[Trial]) -> int:
    unnoticed = [trial for trial in trials if not trial.is_noticed]
    for trial in unnoticed:
        _say(f"\n{trial.guard.name} could go unnoticed:\n{trial.attempt.output}")
    took = sum(trial.attempt.seconds for trial in trials)
    _say(
        f"\n{len(trials)} guards were taken away in turn: "
        f"{len(trials) - len(unnoticed)} were missed by each of their tests, "
        f"{len(unnoticed)} could go unnoticed; {took:.0f} s."
    )
    return 1 if unnoticed else 0


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


sys.exit(main())
