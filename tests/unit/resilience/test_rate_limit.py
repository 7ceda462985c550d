"""A limit admits its burst, then its pace, and never more in any window."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.resilience.rate_limit import MICROSECONDS, RateLimit, RateLimitUnreadable

LIMITS = st.builds(
    RateLimit, count=st.integers(1, 5_000), per_s=st.integers(1, 600), burst=st.integers(1, 50)
)
NOW_US = 1_780_000_000 * MICROSECONDS
PAUSES_US = st.lists(st.integers(0, 30 * MICROSECONDS), min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        ("120/60+40", RateLimit(count=120, per_s=60, burst=40)),
        ("120/60", RateLimit(count=120, per_s=60, burst=120)),
        ("off", None),
        ("", None),
    ],
)
def test_a_limit_is_read_as_it_is_written(written: str, limit: RateLimit | None) -> None:
    assert RateLimit.read(written) == limit


@pytest.mark.parametrize("written", ["120", "120/", "/60", "0/60", "1/0", "5/1+0", "-1/5", "1/5 "])
def test_anything_else_is_no_limit(written: str) -> None:
    with pytest.raises(RateLimitUnreadable):
        RateLimit.read(written)


def admitted_at(limit: RateLimit, pauses_us: list[int]) -> list[int]:
    """The moments at which somebody who asks after each pause is let in."""
    at, arrival, admitted = NOW_US, None, []
    for pause in pauses_us:
        at += pause
        decision = limit.decide(arrival, at)
        if decision.granted:
            arrival = decision.arrival_us
            admitted.append(at)
    return admitted


@given(LIMITS, PAUSES_US)
def test_no_window_admits_more_than_the_burst_and_its_share_of_the_count(
    limit: RateLimit, pauses_us: list[int]
) -> None:
    admitted = admitted_at(limit, pauses_us)
    for first, begins in enumerate(admitted):
        for last, ends in enumerate(admitted[first:], start=first):
            window_s = (ends - begins) / MICROSECONDS
            most = limit.burst + limit.count * window_s / limit.per_s
            assert last - first + 1 <= most + 1e-6


@given(LIMITS, PAUSES_US)
def test_whoever_keeps_to_the_pace_is_never_refused(limit: RateLimit, pauses_us: list[int]) -> None:
    slow = [pause + limit.interval_us for pause in pauses_us]
    assert len(admitted_at(limit, slow)) == len(slow)


@given(LIMITS)
def test_the_refused_are_told_the_very_microsecond_to_come_back(limit: RateLimit) -> None:
    arrival = None
    for _ in range(limit.burst):
        decision = limit.decide(arrival, NOW_US)
        assert decision.granted
        arrival = decision.arrival_us
    refused = limit.decide(arrival, NOW_US)
    assert not refused.granted
    assert limit.decide(arrival, NOW_US + refused.wait_us).granted
    assert not limit.decide(arrival, NOW_US + refused.wait_us - 1).granted


@given(LIMITS, st.integers(0, 10**12))
def test_a_clock_that_is_set_back_locks_nobody_out(limit: RateLimit, back_us: int) -> None:
    refused = limit.decide(NOW_US + limit.depth_us, NOW_US - back_us)
    assert refused.wait_us <= limit.interval_us


@given(LIMITS, st.integers(0, 60), st.integers(0, 60 * MICROSECONDS))
def test_many_at_once_are_granted_what_one_after_the_other_would_be(
    limit: RateLimit, wanted: int, ahead_us: int
) -> None:
    granted, arrival = 0, NOW_US + ahead_us
    while granted < wanted and (one := limit.decide(arrival, NOW_US)).granted:
        granted, arrival = granted + 1, one.arrival_us
    at_once = limit.decide(NOW_US + ahead_us, NOW_US, wanted)
    assert at_once.granted == granted
    if granted:
        assert at_once.arrival_us == arrival
