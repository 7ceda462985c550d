"""Whether times that were taken in turn tell what was timed: a permutation test, round by round.

If they do not tell, the times of one round could as well have come in any other order. So the
spread of the medians must not stand out among the spreads of many such orders.
Source: B. Phipson and G. K. Smyth, "Permutation p-values should never be zero", 2010.
"""

import random
import statistics
from collections.abc import Mapping, Sequence

# One run in so many fails by chance alone; there is no noise that could make it more.
SHUFFLES = 5000
# Less than this share of a log-in is the decoding of one more row, and not a hash left out.
HARMLESS = 0.03

Times = Mapping[str, Sequence[float]]


def seeded(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chance, not a secret


def spread(times: Times) -> float:
    medians = [statistics.median(each) for each in times.values()]
    return max(medians) - min(medians)


def tell_apart(times: Times, draw: random.Random) -> bool:
    """True if nearly nobody who knew nothing would have found these times so unequal."""
    found = spread(times)
    longest = max(statistics.median(each) for each in times.values())
    if found < HARMLESS * longest:
        return False
    rounds = list(zip(*times.values(), strict=True))
    return all(spread(_shuffled(rounds, times, draw)) < found for _ in range(SHUFFLES))


def _shuffled(
    rounds: Sequence[tuple[float, ...]], times: Times, draw: random.Random
) -> dict[str, tuple[float, ...]]:
    mixed = [draw.sample(each, len(each)) for each in rounds]
    return dict(zip(times, zip(*mixed, strict=True), strict=True))
