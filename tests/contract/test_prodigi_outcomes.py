"""What the lab did is read from the outcome it names, and never from a 200 alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from application.shared.outcomes import OutcomeUnknown
from domain.fulfilment.status import DropshipStatus

ORDER = {"id": "ord_1", "merchantReference": "PP-1-1", "status": {"stage": "InProgress"}}


@dataclass
class Lab:
    """Answers everything with a 200 and this outcome."""

    outcome: str

    async def get(
        self, path: str, *, params: Mapping[str, str] | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]:
        return {"outcome": self.outcome, "order": ORDER}

    async def post(
        self, path: str, *, content: bytes, may_have_effect: bool, timeout_s: float | None = None
    ) -> dict[str, Any]:
        return {"outcome": self.outcome, "order": ORDER}


@pytest.mark.parametrize("outcome", ["Created", "CreatedWithIssues"])
async def test_what_was_created_is_submitted(outcome: str) -> None:
    submission = await ProdigiPrintLab(Lab(outcome)).submit(b"{}")
    assert submission.status is DropshipStatus.SUBMITTED


@pytest.mark.parametrize("outcome", ["ValidationFailed", "NotFound", "AWordOfNextYear", ""])
async def test_another_outcome_is_no_print_yet(outcome: str) -> None:
    with pytest.raises(OutcomeUnknown):
        await ProdigiPrintLab(Lab(outcome)).submit(b"{}")
