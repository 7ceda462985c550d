"""Order numbers are short, and sort as the orders came."""

from hypothesis import given
from hypothesis import strategies as st

from domain.orders.number import order_number


def test_the_forty_second_order() -> None:
    assert order_number(42) == "PP-100042"


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_two_orders_never_share_a_number(one: int, other: int) -> None:
    assert (order_number(one) == order_number(other)) == (one == other)
