"""A 4xx of some proxy on the way to the lab once failed a paid print for good."""

import httpx
import pytest

from adapters.outbound.prodigi.errors import trouble_of
from application.shared.outcomes import OutcomeUnknown, Unavailable


@pytest.mark.parametrize("status", [405, 407, 409, 421, 423, 425, 431, 451])
def test_what_the_lab_never_says_is_asked_again(status: int) -> None:
    answer = httpx.Response(status, text="<html>a proxy</html>")
    assert isinstance(trouble_of(answer, may_have_effect=True), OutcomeUnknown)
    assert isinstance(trouble_of(answer, may_have_effect=False), Unavailable)
