"""No window of time, wherever it begins, holds more calls than the budget, whoever asks."""

from hypothesis import given
from hypothesis import strategies as st

from domain.resilience.call_budget import CallBudget, CallPriority

BUDGET = CallBudget(calls_max=10, window_us=1_000, reserved=3)


@given(
    st.lists(
        st.tuples(st.integers(min_value=0, max_value=400), st.sampled_from(CallPriority)),
        max_size=120,
    )
)
def test_no_window_holds_more_than_the_budget(asked: list[tuple[int, CallPriority]]) -> None:
    now, made = 0, list[int]()
    for pause, priority in asked:
        now += pause
        wait = BUDGET.wait_us(made, priority, now)
        if wait == 0:
            made.append(now)
        else:
            assert BUDGET.wait_us(made, priority, now + wait) == 0
    for first in made:
        assert len([one for one in made if first <= one < first + BUDGET.window_us]) <= 10


def test_an_order_goes_through_where_a_poll_waits_and_a_poll_where_a_quote_waits() -> None:
    for made, admitted in (
        (3, {CallPriority.QUOTE, CallPriority.FOLLOW, CallPriority.SUBMIT}),
        (6, {CallPriority.FOLLOW, CallPriority.SUBMIT}),
        (9, {CallPriority.SUBMIT}),
        (10, set[CallPriority]()),
    ):
        through = {one for one in CallPriority if BUDGET.wait_us([0] * made, one, 1) == 0}
        assert through == admitted
