"""Twenty thousand orders, lived through under faults on every core: the facts always hold."""

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
ORDERS = 20_000
# Far apart, so that no two cores live through the same worlds.
SEEDS_OF_A_CORE = 10_000_000
PATIENCE_S = 600


def test_every_paid_order_is_produced_once_whatever_goes_wrong() -> None:
    """One process a core; whichever fails has printed the seeds that repeat it."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    running = [simulating(core, ORDERS // cores + 1) for core in range(cores)]
    try:
        told = [each.communicate(timeout=PATIENCE_S)[0] for each in running]
    finally:
        for each in running:
            each.kill()
    assert [each.returncode for each in running] == [0] * cores, "\n".join(told)
    lived = [int(found) for each in told for found in re.findall(r": (\d+) orders, ", each)]
    assert sum(lived) >= ORDERS


def simulating(core: int, orders: int) -> subprocess.Popen[str]:
    words = ["simulate", "--seed", str(1 + core * SEEDS_OF_A_CORE), "--orders", str(orders)]
    return subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-m", "adapters.inbound.cli.main", *words, "--quiet"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
