"""The facts that hold once the faults are over and everybody has had time."""

from collections.abc import Callable, Iterator
from uuid import UUID

from adapters.inbound.simulation.books import Books
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobState
from domain.orders.order import Order
from domain.orders.status import OrderStatus


def i1_every_paid_session_is_a_paid_order(books: Books) -> Iterator[str]:
    """Every paid session belongs to exactly one order, and that order is paid."""
    for charge in books.till.charges.values():
        order = books.order(UUID(charge.order_reference))
        if order is None:
            yield f"session {charge.session_id} is paid for an order that nobody knows"
        elif order.paid_at is None:
            yield f"session {charge.session_id} is paid, and its order is {order.status.value}"


def i1_every_paid_order_comes_to_an_end(books: Books) -> Iterator[str]:
    """It is delivered whole, or the money went back, or staff have an open item of it."""
    told = {item.order_id for item in books.attention() if item.is_open}
    parts = books.by_order("dropships")
    charges = books.charges_by_order()
    for order in books.rows("orders"):
        if order.paid_at is None or order.id in told:
            continue
        if order.status is OrderStatus.REFUNDED or all(
            charge.left == 0 for charge in charges[order.id]
        ):
            continue
        if order.held_because is not None:
            yield f"order {order.number} is held ({order.held_because}), and nobody is told"
        elif order.status is not OrderStatus.DELIVERED:
            yield f"order {order.number} is {order.status.value} for ever, and nobody is told"
        elif not _is_whole(order, parts[order.id]) and order.id not in books.staff.cancelled:
            yield f"order {order.number} is delivered without one of its lines; nobody is told"


def _is_whole(order: Order, parts: list[object]) -> bool:
    made = {
        part.line_id  # type: ignore[attr-defined]
        for part in parts
        if part.status is DropshipStatus.COMPLETE  # type: ignore[attr-defined]
    }
    return made >= {line.id for line in order.lines}


def i7_what_was_given_up_stays_so(books: Books) -> Iterator[str]:
    """A buyer who was told that the checkout is over cannot pay its page any more."""
    payable = {
        session.order_reference
        for session in books.till.sessions
        if books.till.is_payable(session.session_id)
    }
    for order_id in books.answered.cancelled:
        order = books.order(order_id)
        if order is None or order.is_open_for_payment:
            yield f"order {books.number(order_id)} was cancelled, and waits for money again"
        if str(order_id) in payable:
            yield f"order {books.number(order_id)} was cancelled, and can still be paid"


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
    i1_every_paid_order_comes_to_an_end,
    i7_what_was_given_up_stays_so,
    i8_no_job_is_stuck,
    i8_every_part_comes_to_an_end,
    i9_every_mail_is_sent,
)
