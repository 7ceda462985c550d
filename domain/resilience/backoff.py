"""When to try again: exponential delays with full jitter, decided from numbers alone."""

from datetime import timedelta


def next_delay(
    failures: int, *, first_s: float, longest_s: float, roll: float, at_least_s: float = 0.0
) -> timedelta:
    """The pause after the `failures`-th failure (1 is the first); `roll` is a draw from 0 to 1.

    Full jitter over the upper half keeps callers apart and still guarantees a pause.
    """
    ceiling = min(longest_s, first_s * 2 ** min(failures - 1, 32))
    return timedelta(seconds=max(at_least_s, ceiling / 2 + roll * ceiling / 2))
