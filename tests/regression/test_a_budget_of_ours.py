"""A limit of our own once turned buyers away at checkout; it is no word of the lab about goods."""

import pytest

from adapters.outbound.prodigi.sku_check import ProdigiSkuCheck
from application.resilience.call_budgets import NoCallLeft
from application.shared.outcomes import Unavailable
from tests.contract.sample_goods import SMALL


class Lab:
    """Answers with trouble only."""

    def __init__(self, trouble: Exception) -> None:
        self._trouble = trouble

    async def get(self, path: str, **_: object) -> dict[str, object]:
        raise self._trouble

    async def post(self, path: str, **_: object) -> dict[str, object]:
        raise self._trouble


async def test_a_checkout_goes_on_when_no_call_is_left() -> None:
    check = ProdigiSkuCheck(
        Lab(NoCallLeft("prodigi", "no call is left", 3.0)), fresh_s=1, timeout_s=1
    )
    await check.check([SMALL], "GB")


async def test_a_checkout_waits_for_a_lab_that_is_away() -> None:
    check = ProdigiSkuCheck(Lab(Unavailable("prodigi")), fresh_s=1, timeout_s=1)
    with pytest.raises(Unavailable):
        await check.check([SMALL], "GB")
