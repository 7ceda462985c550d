"""`passepartout simulate`: thousands of orders under faults, in one thread, from one seed."""

import gc
import logging
import sys
import time
from argparse import ArgumentParser, Namespace

REPORT_EVERY_S = 60.0
# Most of what a world makes lives until its end, so looking through it often frees nothing.
OBJECTS_BETWEEN_COLLECTIONS = 50_000


def add_arguments(parser: ArgumentParser) -> None:
    parser.epilog = (
        "Buyers, webhooks, lab and workers meet in an order that the seed chooses; every call may "
        "crash its process, fail, or lose its answer. Then the faults stop, and all must end well. "
        "A world in which a fact of the promise does not hold is printed with the seed that "
        "repeats it, and the exit code is 1."
    )
    parser.add_argument("--seed", type=int, default=1, help="of the first world (%(default)s)")
    parser.add_argument(
        "--orders", type=int, default=1_000, help="how many at least; 1 is one world (%(default)s)"
    )
    parser.add_argument("--quiet", action="store_true", help="print the sums only, and failures")


def run(arguments: Namespace) -> int:
    import bootstrap
    from adapters.inbound.simulation.outcome import Outcome
    from adapters.settings import Settings

    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    # Every fault would be logged by whoever met it, and faults are what this is made of.
    logging.disable()
    # The defaults, whatever this machine's environment says: a seed means the same everywhere.
    simulate = bootstrap.build_simulation(Settings.from_environment({}))
    reported, worlds, orders = time.monotonic(), 0, 0

    def seen(outcome: Outcome) -> None:
        nonlocal reported, worlds, orders
        worlds, orders = worlds + 1, orders + outcome.orders
        if outcome.violations:
            told = "\n  ".join(outcome.violations)
            _say(f"seed {outcome.seed}:\n  {told}\n  again: {_command(outcome.seed)}")
        if not arguments.quiet and time.monotonic() - reported > REPORT_EVERY_S:
            reported = time.monotonic()
            _say(f"{orders} orders in {worlds} worlds")

    tally = simulate(arguments.seed, arguments.orders, seen)
    _say(
        f"seeds {arguments.seed} to {arguments.seed + tally.worlds - 1}: {tally.orders} orders, "
        f"{tally.paid} payments, {tally.faults} faults, {tally.orders / tally.cpu_s:.0f} orders "
        f"a second of one core, {len(tally.failed)} worlds with violations"
    )
    return 1 if tally.failed else 0


def _command(seed: int) -> str:
    return f"passepartout simulate --seed {seed} --orders 1"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
