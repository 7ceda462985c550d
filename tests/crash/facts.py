"""What must be true when all is quiet, whatever has died before: each fact finds its violations.

The numbers are those of the design. I5 (seats) is the reservations' to show, once they are sold.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from uuid import UUID

from domain.orders.status import MOVES, OrderStatus
from tests.crash.books import Books, Row

Violations = Iterator[str]


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


def i2_a_print_is_made_once(books: Books) -> Violations:
    at_lab = defaultdict(list)
    for each in books.prints:
        at_lab[each["idempotencyKey"]].append(each["id"])
    ours = {row["idempotency_key"]: row for row in books.tables["dropships"]}
    for key in at_lab.keys() - ours.keys():
        yield f"the lab has {at_lab[key]} that we do not know"
    for key, row in ours.items():
        made = at_lab.get(key, [])
        if len(made) > 1 or (made and row["provider_order_id"] != made[0]):
            yield f"print {row['id']} is {row['provider_order_id']} here, {made} at the lab"
        if row["status"] not in ("cancelled", "failed") and not made:
            yield f"print {row['id']} is {row['status']}, but the lab does not know it"
    for key, posts in books.posts.items():
        if not posts["bodiesEqual"]:
            yield f"key {key} was posted with different bytes"
    lines = Counter((row["line_id"], row["fulfilment_no"]) for row in books.tables["dropships"])
    for (line, number), times in lines.items():
        if times > 1 or number > 1:
            yield f"line {line} has {times} prints of number {number}, and nobody asked for another"


def i3_nothing_is_made_that_was_not_paid(books: Books) -> Violations:
    paid = {row["id"] for row in books.tables["orders"] if row["paid_at"] is not None}
    made = {each["idempotencyKey"] for each in books.prints}
    for row in books.tables["dropships"]:
        if row["idempotency_key"] in made and row["order_id"] not in paid:
            yield f"order {row['order_id']} was produced without being paid"


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


def i7_what_was_answered_is_kept(books: Books) -> Violations:
    for event in books.events:
        if event not in books.inbox:
            yield f"event {event} was answered 2xx and is not in the inbox"
    orders = {str(row["id"]): row for row in books.tables["orders"]}
    sessions = {
        str(row["order_id"]): row["session_id"] for row in books.tables["checkout_sessions"]
    }
    for promise in books.promises:
        order = orders.get(promise.order_id)
        if order is None or sessions.get(promise.order_id) != promise.session_id:
            yield f"the checkout of order {promise.order_number} was answered and is gone"
        elif order["status"] not in promise.ends.split("|"):
            yield f"order {promise.order_number} is {order['status']}, not {promise.ends}"


def i8_nothing_is_stuck(books: Books) -> Violations:
    for job in books.tables["jobs"]:
        if job["state"] in ("dead", "leased"):
            yield f"job {job['dedupe_key']} is {job['state']}: {job['last_error']}"
    for row in books.tables["mails"]:
        if row["sent_at"] is None:
            yield f"mail {row['dedupe_key']} was not sent"


def i9_a_mail_is_one_mail(books: Books) -> Violations:
    written = {str(row["id"]): row for row in books.tables["mails"]}
    per_reason = Counter((row["order_id"], row["template"]) for row in written.values())
    for (order, template), times in per_reason.items():
        if order is not None and times > 1:
            yield f"order {order} has {times} mails {template}"
    taken = defaultdict(set)
    for mail in books.mails:
        taken[mail["Message-ID"]].add((mail["To"], mail["Subject"], mail["X-Template"]))
    for message_id, seen in taken.items():
        if len(seen) > 1:
            yield f"{message_id} stands for different mails: {seen}"
    if len(taken) != sum(row["sent_at"] is not None for row in written.values()):
        yield f"{len(taken)} mails arrived, {len(written)} were written"


def i10_a_status_moves_only_forward(books: Books) -> Violations:
    for order in books.tables["orders"]:
        for entry in _moves_of(books, order["id"]):
            before, after = entry
            if before is not None and OrderStatus(after) not in MOVES[OrderStatus(before)]:
                yield f"order {order['number']} went from {before} to {after}"


def i11_a_key_is_one_thing(books: Books) -> Violations:
    path = "/v1/checkout/sessions"
    asked: dict[str, set[str]] = defaultdict(set)
    for request in books.requests:
        if request["method"] == "POST" and request["path"] == path:
            asked[request["idempotency_key"]].add(request["body"])
    for key, bodies in asked.items():
        if len(bodies) > 1:
            yield f"Stripe was sent {len(bodies)} different bodies with key {key}"
    if len(books.sessions) > len(asked):
        yield f"Stripe has {len(books.sessions)} sessions, we asked for {len(asked)}"


def i12_every_status_is_told_in_the_timeline(books: Books) -> Violations:
    for order in books.tables["orders"]:
        moves = _moves_of(books, order["id"])
        if not moves or moves[-1][1] != order["status"]:
            yield f"order {order['number']} is {order['status']}, its timeline tells {moves}"
        for (_, after), (before, _) in pairwise(moves):
            if before != after:
                yield f"order {order['number']} was {after}, then suddenly {before}"


def i13_nothing_inner_is_told(books: Books) -> Violations:
    for secret in books.secrets:
        if secret in books.logs:
            yield f"a secret ending in {secret[-4:]} is in a log"
    if found := re.search(r"\b4242(?:[ -]?\d{4}){3}\b", books.logs):
        yield f"a card number is in a log: {found[0]}"
    for promise in books.promises:
        if promise.email in books.logs:
            yield f"the buyer {promise.email} is in a log"
    yield from books.complaints


def _moves_of(books: Books, order_id: UUID) -> list[tuple[str | None, str]]:
    rows = sorted(books.rows_of("timeline", order_id), key=lambda row: row["id"])
    # Entries that name a line tell of its print, whose statuses are others.
    told = [(row["before"], row["after"]) for row in rows if "lineId" not in row["data"]]
    return [(before, after) for before, after in told if after is not None and before != after]


FACTS: tuple[Callable[[Books], Violations], ...] = (
    i1_a_paid_session_makes_one_order_paid,
    i2_a_print_is_made_once,
    i3_nothing_is_made_that_was_not_paid,
    i4_what_was_captured_is_what_was_asked,
    i6_our_books_agree_with_stripes,
    i7_what_was_answered_is_kept,
    i8_nothing_is_stuck,
    i9_a_mail_is_one_mail,
    i10_a_status_moves_only_forward,
    i11_a_key_is_one_thing,
    i12_every_status_is_told_in_the_timeline,
    i13_nothing_inner_is_told,
)


def violations(books: Books) -> list[str]:
    return [f"{fact.__name__}: {told}" for fact in FACTS for told in fact(books)]
