"""The proof beside cookies is the session's own: one planted by another page proves nothing."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from litestar.testing import RequestFactory

from adapters.inbound.http.identity.csrf import HEADER, CsrfTokenInvalid, CsrfTokens
from adapters.inbound.http.identity.set_cookies import CSRF

SESSION = uuid4()
TOKENS = CsrfTokens("a secret of thirty-two characters")


def change(sent: str | None, kept: str | None) -> Any:
    given = {HEADER: sent, "cookie": None if kept is None else f"{CSRF}={kept}"}
    return RequestFactory().post(
        "/", headers={name: value for name, value in given.items() if value is not None}
    )


def test_a_change_with_the_sessions_own_proof_is_let_through() -> None:
    proof = TOKENS.token_of(SESSION)
    TOKENS.check(change(proof, proof), SESSION)


def test_a_planted_cookie_proves_nothing() -> None:
    for proof in ("planted", TOKENS.token_of(uuid4()), CsrfTokens("other").token_of(SESSION)):
        with pytest.raises(CsrfTokenInvalid):
            TOKENS.check(change(proof, proof), SESSION)


@pytest.mark.parametrize("bound_to", [SESSION, None])
def test_a_cookie_that_no_page_of_ours_repeats_proves_nothing(bound_to: UUID | None) -> None:
    proof = TOKENS.token_of(SESSION)
    for sent, kept in ((None, proof), (proof, None), (None, None)):
        with pytest.raises(CsrfTokenInvalid):
            TOKENS.check(change(sent, kept), bound_to)
