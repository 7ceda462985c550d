"""Welcome somebody who has no account: a new owner and the token that proves it."""

from dataclasses import dataclass

from application.identity.ports import GuestTokens
from application.shared.ports import Clock, NewId
from domain.identity.owner import GuestPass, Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class StartGuest:
    tokens: GuestTokens
    clock: Clock
    new_id: NewId

    def __call__(self) -> GuestPass:
        return self.tokens.issue(Owner(self.new_id()), at=self.clock.now())
