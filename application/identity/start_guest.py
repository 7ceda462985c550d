"""Welcome somebody who has no account: an owner and the token that proves it."""

from dataclasses import dataclass

from application.identity.ports import GuestTokens
from application.shared.ports import Clock, NewId
from domain.identity.owner import GuestPass, Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class StartGuest:
    """Somebody who is a guest already stays the same one, for as long again."""

    tokens: GuestTokens
    clock: Clock
    new_id: NewId

    def __call__(self, known: Owner | None = None) -> GuestPass:
        return self.tokens.issue(known or Owner(self.new_id()), at=self.clock.now())
