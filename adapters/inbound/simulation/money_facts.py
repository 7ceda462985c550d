"""I6, once the faults are over: our ledger, held against the provider's own books."""

from collections import Counter
from collections.abc import Callable, Iterator

from adapters.inbound.simulation.books import Books
from domain.orders.status import OrderStatus
from domain.payments.ledger import ledger_of
from domain.payments.ledger_check import ledger_mismatches

Sums = Counter[tuple[str, str]]


def i6_the_ledger_is_the_provider_s(books: Books) -> Iterator[str]:
    """Captured, refunded and disputed, order by order and currency by currency."""
    facts = books.by_order("payment_facts")
    charges = books.charges_by_order()
    for order in books.rows("orders"):
        there: Sums = Counter()
        for charge in charges[order.id]:
            currency = charge.captured.currency
            there[("captured", currency)] += charge.captured.amount
            there[("refunded", currency)] += charge.refunded
            there[("disputed", currency)] += charge.withdrawn
        here: Sums = Counter()
        for balance in ledger_of(facts[order.id]).balances:
            here[("captured", balance.currency)] += balance.captured
            here[("refunded", balance.currency)] += balance.refunded
            here[("disputed", balance.currency)] += balance.disputed
        for what, currency in here.keys() | there:
            ours, theirs = here[(what, currency)], there[(what, currency)]
            if ours != theirs:
                yield f"order {order.number}: {theirs} {currency} {what}, {ours} known"


def i6_every_ledger_sums_up(books: Books) -> Iterator[str]:
    """By the shop's own check, which staff see as well."""
    facts, refunds = books.by_order("payment_facts"), books.by_order("refunds")
    for order in books.rows("orders"):
        for wrong in ledger_mismatches(order, facts[order.id], refunds[order.id]):
            yield f"order {order.number}: {wrong}"


def i6_refunded_is_refunded(books: Books) -> Iterator[str]:
    """The buyer has it all back; if the bank sent some of it back to us, staff were told."""
    told = {item.order_id for item in books.attention() if item.reason == "refund.failed"}
    for order_id, charges in books.charges_by_order().items():
        order = books.order(order_id)
        if any(charge.refund_failed for charge in charges) and order_id not in told:
            yield f"order {books.number(order_id)}: a refund failed, and nobody was told"
        if order is None or order.status is not OrderStatus.REFUNDED or order_id in told:
            continue
        for charge in charges:
            if charge.payment_intent_id == order.payment_intent_id and charge.left:
                yield f"order {order.number} is refunded, but {charge.left} are not"


MONEY: tuple[Callable[[Books], Iterator[str]], ...] = (
    i6_the_ledger_is_the_provider_s,
    i6_every_ledger_sums_up,
    i6_refunded_is_refunded,
)
