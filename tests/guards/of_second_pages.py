"""Guards of a cart with several pages: whatever is paid, its goods are made once."""

from tests.guards.guard import Guard

COMPLETED = "application/payments/handle_payment_completed.py"
AGAIN = "domain/orders/bought_again.py"
TWICE = "tests/unit/payments/test_bought_twice.py"
COMPARED = "tests/unit/orders/test_bought_again.py"

OF_SECOND_PAGES = (
    Guard(
        name="one cart is bought once",
        prevents="Two pages of one cart are both paid, and everything is made twice.",
        fact="I1",
        file=COMPLETED,
        text="if again is not None:",
        instead="if False:",
        tests=(f"{TWICE}::test_lines_besides_the_same_ones_wait_for_staff",),
    ),
    Guard(
        name="what was bought twice goes back",
        prevents="A second payment for the same goods is kept.",
        fact="I6",
        file=COMPLETED,
        text="(BOUGHT_TWICE if again is BoughtAgain.WHOLLY else None)",
        instead="None",
        tests=(f"{TWICE}::test_the_second_payment_of_the_same_lines_goes_back",),
    ),
    Guard(
        name="what else was bought waits",
        prevents="Goods that were bought besides are refunded instead of made.",
        fact="I6",
        file=AGAIN,
        text="if wanted <= produced:",
        instead="if True:",
        tests=(f"{COMPARED}::test_more_than_was_bought_is_partly_bought_again",),
    ),
    Guard(
        name="a held order has brought nothing",
        prevents="Both payments of a cart go back: one by staff, and one by itself.",
        fact="I6",
        file=AGAIN,
        text="(other for other in standing if not other.held_because)",
        instead="(other for other in standing)",
        tests=(f"{COMPARED}::test_what_is_held_may_go_back_and_refunds_nothing_by_itself",),
    ),
    Guard(
        name="payments of one cart in turn",
        prevents="Of two pages that are settled at once, neither sees the other.",
        fact="I1",
        file="application/payments/bought_before.py",
        text="    await work.carts.lock_holding(order.cart_id)\n",
        instead="",
        tests=(
            "tests/contract/test_bought_twice.py"
            "::test_of_pages_that_are_settled_at_once_exactly_one_is_honoured",
        ),
    ),
    Guard(
        name="nobody's order is not made",
        prevents="An order whose buyer was erased is sent to an address that says so.",
        fact="I3",
        file="domain/orders/order.py",
        text="self.status in PRODUCIBLE and self.held_because is None and not self.is_of_nobody",
        instead="self.status in PRODUCIBLE and self.held_because is None",
        tests=("tests/unit/orders/test_orders_of_nobody.py::test_what_is_nobodys_is_not_made",),
    ),
)
