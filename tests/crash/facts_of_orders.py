"""What must be true of orders and their money when all is quiet (I1, I4, I6, I10, I12)."""

from collections import Counter
from itertools import pairwise
from uuid import UUID

from domain.orders.status import MOVES, OrderStatus
from tests.crash.books import Books, Row, Violations


def i1_a_paid_session_makes_one_order_paid(books: Books) -> Violations:
    by_id = {str(row["id"]): row for row in books.tables["orders"]}
    for session in books.sessions:
        order = by_id.get(session["client_reference_id"] or "")
        if session["payment_status"] == "paid" and (order is None or order["paid_at"] is None):
            yield f"{session['id']} is paid, but order {session['client_reference_id']} is not"
    paid = Counter(
        s["client_reference_id"] for s in books.sessions if s["payment_status"] == "paid"
    )
    for order_id, times in paid.items():
        if times > 1:
            yield f"order {order_id} was paid {times} times"


def i4_what_was_captured_is_what_was_asked(books: Books) -> Violations:
    for order in books.tables["orders"]:
        facts = books.rows_of("payment_facts", order["id"])
        captured = sum(fact["amount"] for fact in facts if fact["kind"] == "succeeded")
        if captured not in (0, order["total"]) and order["held_because"] is None:
            yield f"order {order['number']} asked {order['total']}, captured {captured}, not held"


def i6_our_books_agree_with_stripes(books: Books) -> Violations:
    charged = {intent["id"]: intent["amount_received"] for intent in books.intents}
    refunded: Counter[str] = Counter()
    for refund in books.refunds:
        if refund["status"] != "failed":
            refunded[refund["payment_intent"]] += refund["amount"]
    for order in books.tables["orders"]:
        intent = order["payment_intent_id"]
        facts = books.rows_of("payment_facts", order["id"])
        captured = sum(fact["amount"] for fact in facts if fact["kind"] == "succeeded")
        back = _told_back(facts)
        if (captured, back) != (charged.get(intent, 0), refunded[intent]):
            yield (
                f"order {order['number']} knows of {captured} and {back} back, "
                f"Stripe of {charged.get(intent, 0)} and {refunded[intent]}"
            )

    for refund in books.tables["refunds"]:
        if refund["state"] == "intended":
            yield f"refund {refund['id']} was intended and never made"


def _told_back(facts: list[Row]) -> int:
    """Per charge Stripe tells how much in all, per refund how much more; both must agree."""
    per_charge: Counter[str] = Counter()
    for fact in facts:
        if fact["kind"] == "refunded":
            per_charge[fact["object_id"]] = max(per_charge[fact["object_id"]], fact["amount"])
    made: int = sum(fact["amount"] for fact in facts if fact["kind"] == "refund_made")
    return max(sum(per_charge.values()), made)


def i10_a_status_moves_only_forward(books: Books) -> Violations:
    for order in books.tables["orders"]:
        for entry in _moves_of(books, order["id"]):
            before, after = entry
            if before is not None and OrderStatus(after) not in MOVES[OrderStatus(before)]:
                yield f"order {order['number']} went from {before} to {after}"


def i12_every_status_is_told_in_the_timeline(books: Books) -> Violations:
    for order in books.tables["orders"]:
        moves = _moves_of(books, order["id"])
        if not moves or moves[-1][1] != order["status"]:
            yield f"order {order['number']} is {order['status']}, its timeline tells {moves}"
        for (_, after), (before, _) in pairwise(moves):
            if before != after:
                yield f"order {order['number']} was {after}, then suddenly {before}"


def _moves_of(books: Books, order_id: UUID) -> list[tuple[str | None, str]]:
    rows = sorted(books.rows_of("timeline", order_id), key=lambda row: row["id"])
    # Entries that name a line tell of its print, whose statuses are others.
    told = [(row["before"], row["after"]) for row in rows if "lineId" not in row["data"]]
    return [(before, after) for before, after in told if after is not None and before != after]
