"""The simulator's time, which tests may push forward."""

import time


class Clock:
    """Epoch seconds plus what the control API added; the webhook signatures keep to real time."""

    def __init__(self) -> None:
        self._ahead_s = 0

    def now(self) -> int:
        """Whole seconds, as all of Stripe's timestamps."""
        return int(time.time()) + self._ahead_s

    def advance(self, seconds: int) -> None:
        """Sessions expire and keys age by this much."""
        self._ahead_s += seconds
