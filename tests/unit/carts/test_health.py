"""Each check of a cart finds what it is for, and only what has one right answer is repaired."""

from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from domain.carts.cart import Cart
from domain.carts.health import CartUnderCheck, HealthCheck, examined, repaired
from domain.carts.priced_cart import PricedCart, PricedLine
from domain.catalog.product import Product
from domain.shared.money import Money
from tests.contract.sample_goods import NOON, SMALL
from tests.unit.carts.test_cart import LIMITS, a_cart, a_line


def shown(cart: Cart, products: dict[UUID, Product]) -> PricedCart:
    lines = tuple(
        PricedLine(
            id=line.id,
            product=products[line.product_id],
            title="",
            quantity=line.quantity,
            unit_price=line.price_when_added,
            price_when_added=line.price_when_added,
            amount=line.price_when_added * line.quantity,
        )
        for line in cart.lines
    )
    return PricedCart(
        id=cart.id,
        currency=cart.currency,
        version=cart.version,
        lines=lines,
        subtotal=Money.total((line.amount for line in lines), cart.currency),
    )


def a_case(cart: Cart, **changed: Any) -> CartUnderCheck:
    """In which all agrees but for what is changed."""
    products = {
        line.product_id: Product.of(
            SMALL,
            product_id=line.product_id,
            owner_id=cart.owner_id,
            picture_id=uuid4(),
            at=NOON,
        )
        for line in cart.lines
    }
    case = CartUnderCheck(
        cart=cart,
        shown=shown(cart, products),
        products=products,
        last_entry_version=cart.version,
    )
    return replace(case, **changed)


def wrong(case: CartUnderCheck) -> list[HealthCheck]:
    return [report.check for report in examined(case, LIMITS) if not report.is_ok]


def test_a_cart_that_agrees_with_everything_is_well() -> None:
    assert wrong(a_case(a_cart(1, 2, 3))) == []
    assert wrong(a_case(a_cart())) == []


def test_a_quantity_outside_the_limits_is_found() -> None:
    cart = a_cart(10)
    more = replace(cart, lines=(replace(cart.lines[0], quantity=11),))
    assert wrong(a_case(more)) == [HealthCheck.QUANTITIES]


def test_a_product_in_two_lines_is_found() -> None:
    cart = a_cart(1)
    twice = replace(cart, lines=(*cart.lines, a_line(0)))
    assert wrong(a_case(twice)) == [HealthCheck.LINES]


def test_a_product_that_is_not_the_owners_is_found() -> None:
    assert wrong(a_case(a_cart(1), products={})) == [HealthCheck.PRODUCTS]


def test_a_line_in_another_currency_is_found() -> None:
    case = a_case(a_cart(1))
    other = replace(case, cart=replace(case.cart, currency="EUR"))
    assert wrong(other) == [HealthCheck.CURRENCY]


def shown_of(cart: Cart) -> PricedCart:
    return a_case(cart).shown


def test_a_history_that_ends_elsewhere_is_found() -> None:
    cart = a_cart(1, 2)
    assert wrong(a_case(cart, last_entry_version=cart.version - 1)) == [HealthCheck.HISTORY]
    assert wrong(a_case(cart, last_entry_version=None)) == []


def test_a_subtotal_that_is_not_the_sum_is_found() -> None:
    cart = a_cart(2)
    told = replace(shown_of(cart), subtotal=Money(1, "GBP"))
    assert wrong(a_case(cart, shown=told)) == [HealthCheck.TOTAL]


def test_an_order_that_is_not_the_owners_is_found() -> None:
    cart = a_cart(2)
    told = replace(shown_of(cart), order_id=uuid4())
    assert wrong(a_case(cart, shown=told)) == [HealthCheck.OPEN_ORDER]


def test_a_repair_lowers_to_the_limit_and_is_one_change() -> None:
    cart = a_cart(1, 2, 3)
    more = replace(
        cart, lines=tuple(replace(line, quantity=line.quantity * 9) for line in cart.lines)
    )
    right, repairs = repaired(more, LIMITS)
    assert [line.quantity for line in right.lines] == [9, 10, 10]
    assert [(repair.old, repair.new) for repair in repairs] == [(18, 10), (27, 10)]
    assert right.version == cart.version + 1
    assert repaired(right, LIMITS) == (right, ())
