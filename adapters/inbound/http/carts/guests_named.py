"""The guest whom a customer claims to have been, proved by the guest's token."""

from dataclasses import dataclass

from application.identity.ports import GuestTokens
from application.shared.ports import Clock
from domain.identity.owner import GuestPass, Owner
from domain.identity.refusals import TokenExpired, TokenInvalid
from domain.shared.refusals import Invalid

FIELD = "guestToken"


class GuestTokenInvalid(Invalid):
    """Not a guest token of this shop. Not a 401: the caller's own credential is good."""

    code = "guest_token_invalid"


class GuestTokenExpired(Invalid):
    """The guest's token was good once."""

    code = "guest_token_expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestsNamed:
    tokens: GuestTokens
    clock: Clock

    def read(self, token: str | None) -> Owner:
        """Raises GuestTokenInvalid, also for another kind of token, or GuestTokenExpired."""
        try:
            return self.tokens.read(token or "", self.clock.now())
        except TokenInvalid as error:
            raise GuestTokenInvalid(field=FIELD) from error
        except TokenExpired as error:
            raise GuestTokenExpired(field=FIELD) from error

    def issue(self, guest: Owner) -> GuestPass:
        return self.tokens.issue(guest, self.clock.now())
