"""Pauses grow, stay apart, and have an end."""

from hypothesis import given
from hypothesis import strategies as st

from domain.resilience.backoff import next_delay

ROLLS = st.floats(0, 1)
FAILURES = st.integers(1, 10_000)


@given(FAILURES, st.floats(0.1, 60), st.floats(60, 3_600), ROLLS)
def test_a_pause_is_never_longer_than_the_longest_nor_shorter_than_half_the_first(
    failures: int, first_s: float, longest_s: float, roll: float
) -> None:
    pause = next_delay(failures, first_s=first_s, longest_s=longest_s, roll=roll)
    assert first_s / 2 - 1e-5 <= pause.total_seconds() <= longest_s + 1e-5


@given(FAILURES, ROLLS)
def test_the_next_pause_is_never_shorter_for_the_same_roll(failures: int, roll: float) -> None:
    now, then = (
        next_delay(count, first_s=2.0, longest_s=900.0, roll=roll)
        for count in (failures, failures + 1)
    )
    assert now <= then


@given(FAILURES, ROLLS, st.floats(0, 7_200))
def test_whoever_asks_for_patience_gets_it(failures: int, roll: float, least_s: float) -> None:
    pause = next_delay(failures, first_s=2.0, longest_s=900.0, roll=roll, at_least_s=least_s)
    assert pause.total_seconds() >= least_s - 1e-6


def test_the_first_pauses_double() -> None:
    pauses = [
        next_delay(count, first_s=2.0, longest_s=900.0, roll=1.0).total_seconds()
        for count in range(1, 12)
    ]
    assert pauses == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_the_roll_spreads_callers_over_the_upper_half() -> None:
    pauses = [
        next_delay(3, first_s=2.0, longest_s=900.0, roll=roll).total_seconds()
        for roll in (0.0, 0.5, 1.0)
    ]
    assert pauses == [4, 6, 8]
