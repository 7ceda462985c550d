"""The facts that hold once the faults are over and everybody has had time."""

from collections.abc import Callable, Iterator
from uuid import UUID

from adapters.inbound.simulation.books import Books
from domain.operations.job import JobState
from domain.orders.status import OrderStatus


def i1_every_paid_session_is_a_paid_order(books: Books) -> Iterator[str]:
    """Every paid session belongs to exactly one order, and that order is paid."""
    for charge in books.till.charges.values():
        order = books.order(UUID(charge.order_reference))
        if order is None:
            yield f"session {charge.session_id} is paid for an order that nobody knows"
        elif order.paid_at is None:
            yield f"session {charge.session_id} is paid, and its order is {order.status.value}"


def i2_every_line_is_produced(books: Books) -> Iterator[str]:
    """Each line of an order that was paid as agreed is at the lab, or staff were told why not."""
    at_lab = {order.request["line_id"] for order in books.lab.orders}
    told = {item.order_id for item in books.rows("attention_items")} | books.staff.touched
    for order in books.rows("orders"):
        if order.paid_at is None or order.held_because is not None or order.id in told:
            continue
        if order.status in (OrderStatus.REFUNDED, OrderStatus.CANCELLED):
            continue
        for line in order.lines:
            if str(line.id) not in at_lab:
                yield f"order {order.number} is paid, and one of its lines is not produced"


def i6_money_adds_up(books: Books) -> Iterator[str]:
    """What our facts say was captured and given back is what the provider's books say."""
    facts: dict[tuple[str, str, str], int] = {}
    for fact in books.rows("payment_facts"):
        place = (str(fact.order_id), fact.kind.value, fact.object_id)
        facts[place] = max(facts.get(place, 0), fact.amount.amount)
    for charge in books.till.charges.values():
        captured = facts.get((charge.order_reference, "succeeded", charge.session_id), 0)
        if captured != charge.captured.amount:
            yield f"session {charge.session_id}: {charge.captured} captured, {captured} known"
        refunded = facts.get((charge.order_reference, "refunded", charge.charge_id), 0)
        if refunded != charge.refunded:
            yield f"session {charge.session_id}: {charge.refunded} refunded, {refunded} known"


def i8_no_job_is_stuck(books: Books) -> Iterator[str]:
    """Once the faults are over every job comes to its end by itself, and none is dead."""
    for job in books.rows("jobs"):
        if job.state is not JobState.DONE:
            yield f"a job ({job.kind}) is {job.state.value}: {job.last_error}"


def i8_every_part_comes_to_an_end(books: Books) -> Iterator[str]:
    """What the lab finished, we know to be finished, though every callback were lost."""
    at_lab = {made.report.provider_order_id: made.report.status.value for made in books.lab.orders}
    for part in books.rows("dropships"):
        lab = at_lab.get(part.provider_order_id or "")
        if lab is not None and lab != part.status.value:
            yield f"a part is {lab} at the lab and {part.status.value} here"


def i9_every_mail_is_sent(books: Books) -> Iterator[str]:
    """Every mail that was written down has gone out."""
    sent = {message_id for _, _, message_id in books.letter_box.taken}
    for mail in books.rows("mails"):
        if mail.message_id not in sent:
            number = books.number(mail.order_id)
            yield f"mail {mail.template.value} of order {number} never went out"


LIVENESS: tuple[Callable[[Books], Iterator[str]], ...] = (
    i1_every_paid_session_is_a_paid_order,
    i2_every_line_is_produced,
    i6_money_adds_up,
    i8_no_job_is_stuck,
    i8_every_part_comes_to_an_end,
    i9_every_mail_is_sent,
)
