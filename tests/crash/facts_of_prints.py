"""What must be true of prints when all is quiet (I2, I3)."""

from collections import Counter, defaultdict
from uuid import UUID

from tests.crash.books import Books, Violations


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


def i2_a_design_is_printed_from_its_own_file(books: Books) -> Violations:
    lines = {row["id"]: row for row in books.tables["order_lines"]}
    renders = {row["id"]: row for row in books.tables["renders"]}
    for row in books.tables["dropships"]:
        render = renders.get(lines[row["line_id"]]["render_id"])
        if render is None or row["provider_order_id"] is None:
            continue
        if render["status"] != "completed" or render["md5"] not in str(row["request_body"]):
            yield f"print {row['id']} was not ordered with the file of render {render['id']}"


def i3_nothing_is_made_that_was_not_paid(books: Books) -> Violations:
    """Nor what is held, nor what staff was told is not made."""
    orders = {row["id"]: row for row in books.tables["orders"]}
    made = {each["idempotencyKey"] for each in books.prints}
    produced = {
        row["order_id"] for row in books.tables["dropships"] if row["idempotency_key"] in made
    }
    for order_id in produced:
        order = orders[order_id]
        if order["paid_at"] is None:
            yield f"order {order['number']} was produced without being paid"
        elif order["held_because"] is not None and order["status"] == "paid":
            yield f"order {order['number']} was produced while held: {order['held_because']}"
    for promise in books.promises:
        if promise.is_stopped and UUID(promise.order_id) in produced:
            yield f"order {promise.order_number} was refunded as not made, and is made"
