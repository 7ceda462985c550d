"""How much an old answer is worth."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.resilience.freshness import Freshness, freshness

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("age_s", "worth"),
    [
        (-5, Freshness.FRESH),
        (0, Freshness.FRESH),
        (60, Freshness.FRESH),
        (61, Freshness.STALE),
        (600, Freshness.STALE),
        (601, Freshness.GONE),
    ],
)
def test_an_answer_is_fresh_then_stale_then_gone(age_s: int, worth: Freshness) -> None:
    limits = {"fresh_for": timedelta(seconds=60), "stale_for": timedelta(seconds=600)}
    assert freshness(NOON - timedelta(seconds=age_s), NOON, **limits) is worth
