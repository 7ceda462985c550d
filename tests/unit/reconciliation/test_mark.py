"""A list is read window by window, and a window that was cut short is read to its end first."""

from datetime import UTC, datetime, timedelta

from domain.reconciliation.mark import Mark

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
OVERLAP, LOOK_BACK = timedelta(minutes=10), timedelta(days=1)


def test_the_first_window_looks_back() -> None:
    mark = Mark(name="list").begin(NOON)
    assert mark.starts_at(OVERLAP, LOOK_BACK) == NOON - LOOK_BACK


def test_the_next_window_begins_before_the_end_of_the_last() -> None:
    mark = Mark(name="list").begin(NOON).reached(None)
    assert mark.is_done
    later = mark.begin(NOON + timedelta(hours=1))
    assert later.starts_at(OVERLAP, LOOK_BACK) == NOON - OVERLAP


def test_a_window_that_was_cut_short_goes_on_where_it_stopped() -> None:
    mark = Mark(name="list").begin(NOON).reached("evt_7")
    assert not mark.is_done
    later = mark.begin(NOON + timedelta(hours=1))
    assert later == mark
    assert later.reached(None).read_until == NOON


def test_a_mark_from_a_clock_that_was_set_back_hides_nothing() -> None:
    ahead = Mark(name="events").begin(NOON + LOOK_BACK).reached(None)
    back = ahead.begin(NOON)
    assert back.starts_at(OVERLAP, LOOK_BACK) == NOON - LOOK_BACK
