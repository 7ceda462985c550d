"""Why a request is not let in although there is nothing wrong with it."""

from dataclasses import dataclass
from typing import ClassVar

from domain.shared.refusals import DomainError


@dataclass(eq=False)
class TooManyRequests(DomainError):
    """The caller has used up what its kind of request may take; waiting mends it."""

    code: ClassVar[str] = "rate_limited"
    retry_after_s: float = 1.0
