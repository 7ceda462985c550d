"""Whatever is suggested to staff, the shop can carry out; and what is gone can be told of each."""

import pytest

from adapters.settings import Settings
from composition.outside import Outside
from composition.repairs import repairs
from composition.wiring import Wiring
from domain.reconciliation.repair import SUGGESTED, MismatchKind, Repair, suggested_repair
from domain.reconciliation.why_gone import RULES


@pytest.fixture(scope="module")
def carriers() -> dict[Repair, object]:
    return {**repairs(Wiring(Outside(settings=Settings(), role="test"), Settings()))}


@pytest.mark.parametrize("repair", Repair)
def test_every_repair_has_a_carrier_and_a_reason(
    repair: Repair, carriers: dict[Repair, object]
) -> None:
    assert repair in carriers
    assert repair in SUGGESTED.values()


@pytest.mark.parametrize("kind", MismatchKind)
def test_every_mismatch_suggests_something(kind: MismatchKind) -> None:
    assert suggested_repair(kind, {"heldBecause": "amount_differs"}) is not None


@pytest.mark.parametrize("reason", sorted({*SUGGESTED, MismatchKind.HELD_TOO_LONG}))
def test_what_can_be_repaired_can_be_seen_to_be_gone(reason: str) -> None:
    # A dead job belongs to no order's picture: the three-way check sees that it lives again.
    assert reason in RULES or reason == MismatchKind.JOB_DEAD
