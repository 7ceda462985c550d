"""A 4xx of some proxy on the way to the lab once failed a paid print for good."""

import httpx
import pytest

from adapters.outbound.prodigi.errors import trouble_of
from application.shared.outcomes import OutcomeUnknown, Rejected, Unavailable

LAB_SAYS = [400, 402, 404, 410, 413, 415, 422]
LAB_NEVER_SAYS = [405, 407, 409, 421, 423, 425, 431, 451]


@pytest.mark.parametrize("status", [*LAB_SAYS, *LAB_NEVER_SAYS])
@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b'{"message": "Request Too Long"}'])
def test_only_the_lab_itself_refuses_an_order(status: int, body: bytes) -> None:
    answer = httpx.Response(status, content=body)
    assert isinstance(trouble_of(answer, may_have_effect=True), OutcomeUnknown)
    assert isinstance(trouble_of(answer, may_have_effect=False), Unavailable)


@pytest.mark.parametrize("status", LAB_SAYS)
def test_its_own_refusal_is_one(status: int) -> None:
    answer = httpx.Response(status, json={"outcome": "ValidationFailed"})
    assert isinstance(trouble_of(answer, may_have_effect=True), Rejected)
