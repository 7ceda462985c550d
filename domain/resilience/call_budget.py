"""How many calls a provider gets from the whole shop in any window of time, and who goes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class CallPriority(IntEnum):
    """The higher ones may use what the lower ones must leave: an order before a look at a price."""

    QUOTE = 0
    FOLLOW = 1
    SUBMIT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBudget:
    """At most `calls_max` calls in any `window_us`, wherever the window begins.

    An exact log of the last calls, and not a count for each even window, because a provider's
    window begins when it likes. There are never more than `calls_max` moments to remember.
    """

    calls_max: int
    window_us: int
    reserved: int

    def most(self, priority: CallPriority) -> int:
        """How many calls there may be in a window for one more of this priority to go through."""
        kept_back = self.reserved * (CallPriority.SUBMIT - priority)
        return max(1, self.calls_max - kept_back)

    def wait_us(self, made_us: Sequence[int], priority: CallPriority, at_us: int) -> int:
        """0 when one more may be made now; `made_us` is when the last ones were, oldest first."""
        recent = [made for made in made_us if made > at_us - self.window_us]
        most = self.most(priority)
        if len(recent) < most:
            return 0
        return recent[len(recent) - most] + self.window_us - at_us
