"""So many calls per key and window, as the real service was seen to allow."""

import math
from dataclasses import dataclass, field


@dataclass(slots=True)
class RateLimit:
    """A window begins with the first call after the last one ended; a limit of 0 allows all."""

    limit: int
    window_s: float
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def retry_after_s(self, key: str, now: float) -> int | None:
        """Counts the call; None admits it, a number tells when to come back."""
        if self.limit == 0:
            return None
        began, calls = self._windows.get(key, (now, 0))
        if now >= began + self.window_s:
            began, calls = now, 0
        if calls >= self.limit:
            return max(1, math.ceil(began + self.window_s - now))
        self._windows[key] = (began, calls + 1)
        return None

    def message(self) -> str:
        return f"API calls quota exceeded! maximum admitted {self.limit} per {self.window_s:g}s."
