"""What must be true of answers, jobs, mails and logs when all is quiet (I7, I8, I9, I11, I13)."""

import re
from collections import Counter, defaultdict
from datetime import timedelta

from tests.crash.books import Books, Violations

# The sweeper comes by every second here; a job whose lease ran out earlier is stuck.
FREE_WITHIN = timedelta(seconds=10)
TRACES_SHOWN_MAX = 5


def i7_what_was_answered_is_kept(books: Books) -> Violations:
    for event in books.events:
        if event not in books.inbox:
            yield f"event {event} was answered 2xx and is not in the inbox"
    by_token = {row["callback_token"]: row["id"] for row in books.tables["dropships"]}
    for callback in books.callbacks:
        print_id = by_token.get(callback["url"].rpartition("/")[2])
        if f"{print_id}:{callback['eventId']}" not in books.inbox:
            yield f"callback {callback['eventId']} was answered 2xx and is not in the inbox"
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
        if job["state"] == "dead":
            yield f"job {job['dedupe_key']} is dead: {job['last_error']}"
        # What recurs may be under way at any moment.
        elif job["state"] == "leased" and job["lease_until"] + FREE_WITHIN < books.read_at:
            yield f"job {job['dedupe_key']} is leased since {job['run_at']}: {job['last_error']}"
        elif job["state"] == "ready" and job["run_at"] + FREE_WITHIN < books.read_at:
            yield f"job {job['dedupe_key']} is due since {job['run_at']}: {job['last_error']}"
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
    for repeat in books.repeats:
        if repeat.first != repeat.again:
            yield f"{repeat.request} was answered {repeat.first}, and then {repeat.again}"


def i13_nothing_inner_is_told(books: Books) -> Violations:
    for secret in books.secrets:
        if secret in books.logs:
            yield f"a secret ending in {secret[-4:]} is in a log"
    if found := re.search(r"\b4242(?:[ -]?\d{4}){3}\b", books.logs):
        yield f"a card number is in a log: {found[0]}"
    for promise in books.promises:
        if promise.email in books.logs:
            yield f"the buyer {promise.email} is in a log"
    for trace in re.findall(r"Traceback .*(?:\n.*){0,3}", books.logs)[:TRACES_SHOWN_MAX]:
        yield f"a stack trace is in a log: {trace}"


def every_buyer_was_served(books: Books) -> Violations:
    """What a buyer must never be answered, and what made one give up."""
    yield from books.complaints
