"""The limiter in front of the API: so many calls per second and endpoint."""

import time
from collections import defaultdict, deque


class RateLimits:
    """A sliding second for each endpoint; a limit of 0 lets everything pass."""

    def __init__(self, per_second: int) -> None:
        self._per_second = per_second
        self._recent: defaultdict[object, deque[float]] = defaultdict(deque)

    def admit(self, endpoint: object) -> bool:
        """Whether this call is within the limit; calls that are refused do not count."""
        if not self._per_second:
            return True
        now, recent = time.monotonic(), self._recent[endpoint]
        while recent and recent[0] <= now - 1:
            recent.popleft()
        if len(recent) >= self._per_second:
            return False
        recent.append(now)
        return True
