"""Which limit a request falls under: its route's class, or what one account may take."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.resilience.rate_class import RateClass
from domain.resilience.rate_limit import RateLimit

# No address and no id of an owner begins like this.
ACCOUNT = "account:"


def account_key(email: str) -> str:
    """Counts tries at one account, whatever addresses they come from; `email` is canonical."""
    return ACCOUNT + email


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """A class that is not listed is not limited."""

    by_class: Mapping[RateClass, RateLimit] = field(default_factory=dict)
    per_account: RateLimit | None = None

    def limit_of(self, rate_class: RateClass, key: str) -> RateLimit | None:
        if key.startswith(ACCOUNT):
            return self.per_account
        return self.by_class.get(rate_class)
