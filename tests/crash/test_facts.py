"""Each fact sees its own trouble in the books, and no other fact does."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.crash.books import Books
from tests.crash.facts import FACTS, violations
from tests.crash.healthy_books import NOON, TOTAL, healthy_books

Trouble = Callable[[Books], Books]


def changed(table: str, place: int, **values: Any) -> Trouble:
    """Other values in one row."""

    def trouble(books: Books) -> Books:
        rows = [dict(row) for row in books.tables[table]]
        rows[place] |= values
        return replace(books, tables={**books.tables, table: rows})

    return trouble


def doubled(table: str, place: int, **values: Any) -> Trouble:
    """One row twice, but for these values."""

    def trouble(books: Books) -> Books:
        rows = list(books.tables[table])
        return replace(books, tables={**books.tables, table: [*rows, {**rows[place], **values}]})

    return trouble


def told(**values: Any) -> Trouble:
    """Other books than our tables."""
    return lambda books: replace(books, **values)


def paid_again(books: Books) -> Books:
    return replace(
        books,
        sessions=[*books.sessions, {**books.sessions[0], "id": "cs_other"}],
        requests=[*books.requests, {**books.requests[0], "idempotency_key": "other"}],
    )


def unknown_payment(books: Books) -> Books:
    return replace(
        books, sessions=[{**books.sessions[0], "client_reference_id": "nobody"}, books.sessions[1]]
    )


def made_unpaid(books: Books) -> Books:
    return changed("orders", 0, paid_at=None)(replace(books, sessions=[books.sessions[1]]))


def made_after_refund(books: Books) -> Books:
    at_lab = {"id": "ord_2", "idempotencyKey": books.tables["dropships"][1]["idempotency_key"]}
    known = changed("dropships", 1, provider_order_id="ord_2")(books)
    return replace(known, prints=[*books.prints, at_lab])


def made_while_held(books: Books) -> Books:
    """Its timeline and its buyer know of nothing else."""
    held = changed("orders", 0, status="paid", held_because="amount_mismatch")(books)
    timeline = [
        row
        for row in held.tables["timeline"]
        if row["order_id"] != held.tables["orders"][0]["id"] or row["id"] < 3
    ]
    promises = [replace(books.promises[0], ends="paid"), books.promises[1]]
    return replace(held, tables={**held.tables, "timeline": timeline}, promises=promises)


def captured_too_little(books: Books) -> Books:
    """Stripe and we agree that it is too little, and nobody has held it."""
    intents = [{**books.intents[0], "amount_received": 1}, books.intents[1]]
    return changed("payment_facts", 0, amount=1)(replace(books, intents=intents))


def taken_back(books: Books) -> Books:
    """Nothing is contradicted; it is only that a delivered order cannot be cancelled."""
    moved = doubled("timeline", 5, id=6, before="delivered", after="cancelled")(books)
    promises = [replace(books.promises[0], ends="cancelled"), books.promises[1]]
    return changed("orders", 0, status="cancelled")(replace(moved, promises=promises))


def two_bodies(books: Books) -> Books:
    return replace(books, requests=[*books.requests, {**books.requests[0], "body": "other"}])


def another_answer(books: Books) -> Books:
    return replace(books, repeats=[replace(books.repeats[0], again={"version": 2})])


def one_message_id_for_two_mails(books: Books) -> Books:
    changed_mail = healthy_books().mails[0]
    changed_mail.replace_header("Subject", "Something else")
    return replace(books, mails=[*books.mails, changed_mail])


TROUBLES: list[tuple[str, Trouble]] = [
    ("i1", paid_again),
    ("i1", unknown_payment),
    ("i2", told(prints=[])),
    (
        "i2",
        lambda books: replace(books, prints=[*books.prints, {"id": "2", "idempotencyKey": "x"}]),
    ),
    ("i2", lambda books: replace(books, prints=[*books.prints, {**books.prints[0], "id": "2"}])),
    ("i2", lambda books: replace(books, posts={"key": {"bodiesEqual": False}})),
    ("i2", doubled("dropships", 1, fulfilment_no=2, idempotency_key="another")),
    ("i2", changed("renders", 0, md5="another")),
    ("i2", changed("renders", 0, status="failed")),
    ("i3", made_unpaid),
    ("i3", made_after_refund),
    ("i3", made_while_held),
    ("i4", captured_too_little),
    ("i6", told(refunds=[])),
    ("i6", changed("payment_facts", 2, amount=TOTAL - 1)),
    ("i6", changed("refunds", 0, state="intended")),
    ("i7", told(events=["evt_1", "evt_2"])),
    ("i7", told(callbacks=[{"eventId": "evt_9", "url": "https://shop.example/token"}])),
    ("i7", changed("checkout_sessions", 0, session_id="cs_other")),
    ("i8", changed("jobs", 0, state="dead")),
    ("i8", changed("jobs", 1, lease_until=NOON)),
    ("i8", changed("jobs", 0, state="ready", run_at=NOON + timedelta(minutes=1))),
    ("i9", doubled("mails", 0, id="another", sent_at=NOON)),
    ("i9", one_message_id_for_two_mails),
    ("i9", lambda books: replace(books, mails=books.mails[1:])),
    ("i10", taken_back),
    ("i11", two_bodies),
    ("i11", another_answer),
    ("i11", told(requests=[])),
    ("i12", changed("timeline", 5, before="in_production")),
    ("i13", told(logs="key=a-very-secret-key")),
    ("i13", told(logs="card 4242 4242 4242 4242")),
    ("i13", told(logs="mail to ada@shop.example")),
    ("i13", told(logs="Traceback (most recent call last):\n  File ...")),
    ("every", told(complaints=["POST /api/cart: 500"])),
]


def test_a_quiet_shop_violates_nothing() -> None:
    assert violations(healthy_books()) == []


@pytest.mark.parametrize(("fact", "trouble"), TROUBLES)
def test_trouble_is_seen_by_its_fact_alone(fact: str, trouble: Trouble) -> None:
    found = violations(trouble(healthy_books()))
    assert {each.partition("_")[0] for each in found} == {fact}, found


def test_no_fact_is_without_its_trouble() -> None:
    assert {fact.__name__.partition("_")[0] for fact in FACTS} == {fact for fact, _ in TROUBLES}
