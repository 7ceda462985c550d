"""What every entrance to the shop needs: somebody who counts requests."""

from typing import ClassVar, Protocol

from application.shared.outcomes import Unavailable
from domain.resilience.rate_class import RateClass


class LogInUnavailable(Unavailable):
    """Nobody can count tries at log-in or reset just now, so none is let through."""

    code: ClassVar[str] = "login_unavailable"


class RateLimits(Protocol):
    """Counts over all processes together.

    A process may keep less than RateLimit.share of a caller's requests in hand: granted, counted
    once and for all, and not yet made. For log-in and reset it keeps none.
    """

    async def admit(self, rate_class: RateClass, key: str) -> None:
        """`key` is the id of an owner, an address, or `account_key(email)`.

        Raises TooManyRequests. While nobody can count: LogInUnavailable for the classes of
        RATE_CLOSED_WITHOUT_COUNTING, and nothing for all others, which are let through.
        """
        ...
