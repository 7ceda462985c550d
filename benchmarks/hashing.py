"""What checking one password costs alone, to be set against a whole log-in."""

import statistics
import time

from adapters.settings import Settings
from benchmarks.customers import PASSWORD, passwords_of

REPEATS = 15


async def verifying_ms(settings: Settings) -> float:
    """The median of a few, one at a time."""
    passwords = passwords_of(settings)
    hashed = await passwords.hash(PASSWORD)
    taken = []
    for _ in range(REPEATS):
        began = time.perf_counter()
        await passwords.verify(PASSWORD, hashed)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken) * 1000
