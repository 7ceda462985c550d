"""The facts that hold at every moment, whatever is going wrong."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from uuid import UUID

from adapters.inbound.simulation.books import Books
from domain.orders.status import OrderStatus
from domain.reconciliation.repair import Repair


def i1_paid_means_paid_at_the_provider(books: Books) -> Iterator[str]:
    """No order is paid without money: the provider has a paid session of it."""
    paid = {charge.order_reference for charge in books.till.charges.values()}
    for order in books.rows("orders"):
        if order.paid_at is not None and str(order.id) not in paid:
            yield f"order {order.number} is paid, and nobody paid"


def i2_one_lab_order_per_number(books: Books) -> Iterator[str]:
    """The lab has at most one order for a (line, number), asked for with equal bytes."""
    part_of = {part.idempotency_key: part for part in books.rows("dropships")}
    made: Counter[tuple[str, int]] = Counter()
    for order in books.lab.orders:
        part = part_of.get(order.request["key"])
        made[(order.request["reference"], part.fulfilment_no if part else 0)] += 1
        if len(set(order.bodies)) > 1:
            yield f"line {order.request['reference']} was sent in different bodies"
    for (reference, number), count in made.items():
        if count > 1 or number == 0:
            yield f"line {reference} is produced {count} times under number {number}"


def i2_a_second_print_is_a_wish(books: Books) -> Iterator[str]:
    """A line's numbers are 1, 2, …, and there is no further one without a wish of staff's."""
    numbers: dict[UUID, list[int]] = defaultdict(list)
    orders: dict[UUID, UUID] = {}
    for part in books.rows("dropships"):
        numbers[part.line_id].append(part.fulfilment_no)
        orders[part.line_id] = part.order_id
    suggested = Counter(
        item.order_id for item in books.attention() if item.suggested_repair is Repair.REPRINT
    )
    for line_id, found in numbers.items():
        order_id = orders[line_id]
        wished = books.staff.reprints.get(line_id, 0) + suggested[order_id]
        if sorted(found) != list(range(1, len(found) + 1)) or len(found) > 1 + wished:
            number = books.number(order_id)
            yield f"a line of order {number} has prints {sorted(found)}, {wished} were wished for"


def i2_a_design_is_printed_from_its_file(books: Books) -> Iterator[str]:
    """What the lab was given for a design is the file that its render names, and no other."""
    renders = {render.id: render for render in books.rows("renders")}
    lines = {line.id: line for order in books.rows("orders") for line in order.lines}
    for made in books.lab.orders:
        line = lines.get(UUID(made.request["line_id"]))
        if line is None or line.render_id is None:
            continue
        file = renders[line.render_id].file
        if file is None or file.asset_key not in made.request["asset_url"]:
            yield f"line {made.request['reference']} is printed from something else than its design"


def i2_no_cart_is_produced_twice(books: Books) -> Iterator[str]:
    """Two pages of one cart, both paid: what the one bought is not made for the other as well."""
    at_lab = {UUID(made.request["line_id"]) for made in books.lab.orders}
    buyers: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for order in books.rows("orders"):
        if order.is_over or order.id in books.staff.released:
            continue
        for line in order.lines:
            if line.id in at_lab:
                buyers[(order.owner_id, line.product_id)].add(order.number)
    for numbers in buyers.values():
        if len(numbers) > 1:
            yield f"orders {sorted(numbers)} of one cart are both produced"


def i3_nothing_unpaid_is_produced(books: Books) -> Iterator[str]:
    """What the lab makes belongs to an order that was paid."""
    for made in books.lab.orders:
        order = books.order(UUID(made.request["order_id"]))
        if order is None or order.paid_at is None:
            yield f"line {made.request['reference']} is produced, and its order is not paid"


def i4_what_differs_is_held(books: Books) -> Iterator[str]:
    """A payment that differs from the snapshot is held, and the lab hears nothing of it."""
    at_lab = {UUID(made.request["order_id"]) for made in books.lab.orders}
    charges = [
        charge
        for charge in books.till.charges.values()
        if books.store.table("orders").get(UUID(charge.order_reference)) is not None
    ]
    for charge in charges:
        order = books.order(UUID(charge.order_reference))
        if order is None or order.paid_at is None or order.id in books.staff.released:
            continue
        expected = order.totals.total
        differs = charge.captured != expected or charge.livemode != books.livemode
        if differs and order.held_because is None and order.status is not OrderStatus.REFUNDED:
            yield f"order {order.number} took {charge.captured} for {expected} and is not held"
        if differs and order.id in at_lab:
            yield f"order {order.number} took {charge.captured} for {expected} and is produced"


def i7_what_was_acknowledged_is_kept(books: Books) -> Iterator[str]:
    """A webhook that was answered, and an order that a buyer was shown, survive every crash."""
    inbox = {row.event_id for row in books.rows("inbox") if row.provider == "stripe"}
    for event_id in books.acknowledged:
        if event_id not in inbox:
            yield f"event {event_id} was acknowledged and is gone"
    for order_id in books.answered.orders:
        if books.order(order_id) is None:
            yield "a buyer was shown an order, and it is gone"


def i7_an_event_is_new_once(books: Books) -> Iterator[str]:
    """However often an event is delivered, it is news at most once."""
    for event_id, count in books.acknowledged.items():
        if count > 1:
            yield f"event {event_id} was taken for new {count} times"


def i9_one_mail_per_order_and_template(books: Books) -> Iterator[str]:
    """One mail per (order, template) is written, and repeats on the wire bear its Message-ID."""
    written = Counter((mail.order_id, mail.template) for mail in books.rows("mails"))
    for (order_id, template), count in written.items():
        if count > 1:
            number = books.number(order_id)
            yield f"mail {template.value} of order {number} was written {count} times"
    sent = Counter((subject, template) for subject, template, _ in books.letter_box.taken)
    for (number, template), count in sent.items():
        if count > 1:
            yield f"mail {template} of order {number} went out under {count} Message-IDs"


def i11_one_key_one_outcome(books: Books) -> Iterator[str]:
    """The same Idempotency-Key never led to two orders."""
    for key, orders in books.answered.by_key.items():
        if len(orders) > 1:
            yield f"key {key} was answered with {len(orders)} orders"


def i11_one_key_one_refund(books: Books) -> Iterator[str]:
    """What staff asked for once is refunded once, and nothing is refunded beyond what was paid."""
    for key, refunds in books.staff.refunds.items():
        if len(refunds) > 1:
            yield f"key {key} was answered with {len(refunds)} refunds"
    for charge in books.till.charges.values():
        if charge.refunded > charge.captured.amount:
            yield f"session {charge.session_id}: more was refunded than was paid"


def i12_every_move_is_on_the_timeline(books: Books) -> Iterator[str]:
    """Each move of an order's status that was ever committed is told by a timeline row."""
    told = Counter(
        (entry.order_id, entry.before, entry.after)
        for entry in books.rows("timeline")
        if entry.before != entry.after
    )
    seen = Counter(
        (order_id, before.value if before else None, after.value)
        for order_id, before, after in books.watch.moves
    )
    for move, count in seen.items():
        if told[move] < count:
            number = books.number(move[0])
            yield f"order {number} went from {move[1]} to {move[2]} without a timeline row"


SAFETY: tuple[Callable[[Books], Iterator[str]], ...] = (
    i1_paid_means_paid_at_the_provider,
    i2_one_lab_order_per_number,
    i2_a_second_print_is_a_wish,
    i2_a_design_is_printed_from_its_file,
    i2_no_cart_is_produced_twice,
    i3_nothing_unpaid_is_produced,
    i4_what_differs_is_held,
    i7_what_was_acknowledged_is_kept,
    i7_an_event_is_new_once,
    i9_one_mail_per_order_and_template,
    i11_one_key_one_outcome,
    i11_one_key_one_refund,
    i12_every_move_is_on_the_timeline,
)
