"""A circuit is open for its pause and no longer, whatever the clock does meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.resilience.circuit import Circuit

PAUSE = timedelta(seconds=20)
FAILED_AT = datetime(2026, 1, 2, tzinfo=UTC)
OPEN = Circuit(failures_max=1, open_for=PAUSE).trying(FAILED_AT).failed()


@pytest.mark.parametrize(
    ("passed", "may_try"),
    [
        (timedelta(0), False),
        (PAUSE / 2, False),
        (PAUSE, True),
        (timedelta(days=400), True),
        # The machine's clock was put right; it would say "later" for ten minutes and more.
        (timedelta(minutes=-10), True),
    ],
)
def test_an_open_circuit_lets_somebody_try_after_its_pause(
    passed: timedelta, may_try: bool
) -> None:
    assert OPEN.may_try(FAILED_AT + passed) is may_try
