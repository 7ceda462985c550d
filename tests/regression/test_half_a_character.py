"""A subject with half a character in it once made the shop fail instead of refusing the token."""

import pytest

from adapters.outbound.oidc.claims import ClaimNames, user_of
from domain.identity.refusals import TokenInvalid

NAMES = ClaimNames(role="role", email="email", anonymous="anonymous")


@pytest.mark.parametrize("subject", ["\ud800", "ada\0"])
def test_a_subject_that_is_no_text_is_nobody(subject: str) -> None:
    with pytest.raises(TokenInvalid):
        user_of({"sub": subject}, "https://issuer.example", NAMES)
