"""A guest lost the cart when the clock of one machine was behind another's: PyJWT compared the time
at which a token was issued with the machine's own, and allowed not a second."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from adapters.outbound.tokens.guest_tokens import SignedGuestTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from domain.identity.owner import Owner


def test_a_token_of_a_machine_whose_clock_is_ahead_is_good() -> None:
    guests = SignedGuestTokens(
        SignedClaims("a secret of thirty-two characters", "shop"), timedelta(days=90)
    )
    guest, now = Owner(uuid4()), datetime.now(UTC)
    token = guests.issue(guest, now + timedelta(minutes=5)).token
    assert guests.read(token, now) == guest
