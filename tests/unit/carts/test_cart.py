"""A cart keeps within its limits and never loses a piece that was not bought."""

from collections import Counter
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.carts.cart import (
    Cart,
    CartCurrencyDiffers,
    CartIsFull,
    CartLimits,
    CartLine,
    CartLineNotFound,
    QuantityNotAllowed,
)
from domain.shared.money import Money

LIMITS = CartLimits(lines_max=3, line_quantity_max=10)
AT = datetime(2026, 3, 1, tzinfo=UTC)


def a_cart(*quantities: int) -> Cart:
    cart = Cart(id=uuid4(), owner_id=uuid4(), currency="GBP", version=0)
    for product, quantity in enumerate(quantities):
        cart = cart.add(a_line(product, quantity), LIMITS)
    return cart


def a_line(product: int, quantity: int = 1) -> CartLine:
    return CartLine(
        id=uuid4(),
        product_id=UUID(int=product),
        quantity=quantity,
        price_when_added=Money(3_900, "GBP"),
        added_at=AT,
    )


def counted(cart: Cart) -> Counter[UUID]:
    return Counter({line.product_id: line.quantity for line in cart.lines})


def test_the_same_product_adds_up_in_its_old_place() -> None:
    cart = a_cart(1, 2)
    again = cart.add(a_line(0, 3), LIMITS)
    assert [line.quantity for line in again.lines] == [4, 2]
    assert again.lines[0].id == cart.lines[0].id
    assert again.version == cart.version + 1


@pytest.mark.parametrize("quantity", [-1, 0, 11])
def test_a_quantity_outside_the_limits_is_refused(quantity: int) -> None:
    with pytest.raises(QuantityNotAllowed):
        a_cart().add(a_line(0, quantity), LIMITS)
    cart = a_cart(1)
    with pytest.raises(QuantityNotAllowed):
        cart.change(cart.lines[0].id, quantity, LIMITS)


def test_additions_cannot_creep_past_the_limit() -> None:
    with pytest.raises(QuantityNotAllowed):
        a_cart(10).add(a_line(0, 1), LIMITS)


def test_a_full_cart_takes_more_of_the_same_but_nothing_else() -> None:
    full = a_cart(1, 1, 1)
    with pytest.raises(CartIsFull):
        full.add(a_line(3), LIMITS)
    assert full.add(a_line(2), LIMITS).lines[2].quantity == 2


def test_an_unknown_line_is_not_found() -> None:
    cart = a_cart(1)
    with pytest.raises(CartLineNotFound):
        cart.change(uuid4(), 2, LIMITS)
    with pytest.raises(CartLineNotFound):
        cart.remove(uuid4())


def test_only_an_empty_cart_changes_its_currency() -> None:
    assert a_cart().priced_in("EUR").currency == "EUR"
    with pytest.raises(CartCurrencyDiffers):
        a_cart(1).priced_in("EUR")
    full = a_cart(1)
    assert full.priced_in("GBP") is full


QUANTITIES = st.lists(st.integers(1, 10), max_size=3)


@given(QUANTITIES, st.dictionaries(st.integers(0, 5), st.integers(1, 10), max_size=6))
def test_exactly_what_was_bought_leaves_the_cart(
    quantities: list[int], bought: dict[int, int]
) -> None:
    cart = a_cart(*quantities)
    taken = Counter({UUID(int=product): count for product, count in bought.items()})
    left = cart.without_bought(taken)
    assert counted(left) == counted(cart) - taken
    assert left.version == cart.version + 1


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 11)), max_size=20))
def test_no_sequence_of_additions_breaks_a_limit(additions: list[tuple[int, int]]) -> None:
    cart = a_cart()
    for product, quantity in additions:
        before = cart
        try:
            cart = cart.add(a_line(product, quantity), LIMITS)
        except (CartIsFull, QuantityNotAllowed):
            assert cart is before
        else:
            assert counted(cart) == counted(before) + Counter({UUID(int=product): quantity})
            assert cart.version == before.version + 1
    assert len(cart.lines) <= LIMITS.lines_max
    assert all(1 <= line.quantity <= LIMITS.line_quantity_max for line in cart.lines)
    assert len({line.product_id for line in cart.lines}) == len(cart.lines)
