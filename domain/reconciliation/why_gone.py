"""Is what an attention item complains about gone? One rule for each reason, in a table."""

from collections.abc import Callable

from domain.fulfilment.cancellation import Cancellation
from domain.fulfilment.dropship import Dropship
from domain.fulfilment.line_progress import is_replaced
from domain.fulfilment.status import DropshipStatus
from domain.orders.status import PRODUCIBLE, PRODUCTION_PATH, UNPAID
from domain.payments.consequences import DISPUTE_LOST, DISPUTED
from domain.payments.refund import RefundState
from domain.payments.status import DisputeStanding, dispute_standing
from domain.payments.sums import sums_of_payment
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.order_picture import OrderPicture
from domain.reconciliation.repair import LINE_NOT_REFUNDED, PRINT_FILE_LATE, MismatchKind

D = DropshipStatus
WAITING = frozenset({D.PENDING, D.SUBMITTING})
AT_WORK = frozenset({D.SUBMITTED, D.ON_HOLD, D.IN_PRODUCTION})
AT_AN_END = frozenset({D.SHIPPED, D.COMPLETE, D.CANCELLED})

Rule = Callable[[AttentionItem, OrderPicture], str | None]
PrintRule = Callable[[AttentionItem, OrderPicture, Dropship], str | None]


def why_gone(item: AttentionItem, picture: OrderPicture) -> str | None:
    """In a sentence for the timeline; None while it is still there, or only a person can tell."""
    rule = RULES.get(item.reason)
    return rule(item, picture) if rule is not None else None


def _hold(item: AttentionItem, picture: OrderPicture) -> str | None:
    if picture.order.is_over:
        return f"The order is {picture.order.status.value}."
    # What else holds it may have stood there before; only a dispute takes over what was let go.
    if picture.order.held_because in (None, DISPUTED, DISPUTE_LOST):
        return "The order is not held for it any more."
    return "All of it goes back." if picture.is_refunded_whole else None


def _another_there(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    """Whoever lets the order go has not had the print made yet."""
    if picture.order.is_over:
        return f"The order is {picture.order.status.value}."
    if picture.is_refunded_whole:
        return "All of it goes back."
    if picture.order.held_because == item.reason:
        return None
    if part.status is not D.FAILED:
        return f"The print is {part.status.value}."
    return _printed_again(picture, part)


def _held_too_long(item: AttentionItem, picture: OrderPicture) -> str | None:
    order = picture.order
    if order.held_because != item.details.get("heldBecause", order.held_because):
        return "The order is not held for it any more."
    if order.held_because is None or order.status not in PRODUCIBLE:
        return "The order is not held, or there is nothing left to make."
    return None


def _paid_twice(item: AttentionItem, picture: OrderPicture) -> str | None:
    kept = any(payment.refunded < payment.captured for payment in picture.surplus)
    return None if kept else "The surplus payment went back."


def _not_marked(item: AttentionItem, picture: OrderPicture) -> str | None:
    if picture.order.has_been_paid:
        return "The order is marked paid."
    if picture.order.status not in UNPAID or picture.captured_minor <= picture.refunded_minor:
        return "The money went back."
    return None


def _not_requested(item: AttentionItem, picture: OrderPicture) -> str | None:
    if not picture.order.may_be_produced:
        return "The order is not to be produced."
    return None if picture.line_ids_without_print else "Every line has its print."


def _amount(item: AttentionItem, picture: OrderPicture) -> str | None:
    order, captured = picture.order, picture.captured_minor
    if order.status not in PRODUCTION_PATH or order.held_because is not None:
        return "The order is held or over."
    fits = order.totals.total.amount in (captured, captured - picture.refunded_minor)
    if fits or captured == order.accepted_minor:
        return "What was kept is the total, or was accepted."
    return None


def _not_refunded(item: AttentionItem, picture: OrderPicture) -> str | None:
    return "All of it goes back." if picture.is_refunded_whole else None


def _line_not_refunded(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    if picture.order.is_over:
        return f"The order is {picture.order.status.value}."
    if picture.unmade_minor and not picture.unmade_and_kept_minor:
        return "What is not made goes back."
    return _printed_again(picture, part)


def _at_lab(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    if picture.order.is_over or part.cancellation is not None:
        return "It is not wanted any more."
    moved = item.details.get("status") not in (None, part.status.value)
    return f"The print is {part.status.value}." if moved else None


def _refund_trouble(item: AttentionItem, picture: OrderPicture) -> str | None:
    """Such an item names the refund by our key or by the provider's id."""
    name = item.details.get("objectId")
    asked = [each for each in picture.refunds if name in (each.idempotency_key, each.refund_id)]
    paid_by = asked[0].payment_intent_id if asked else picture.order.payment_intent_id
    payment = sums_of_payment(picture.facts, paid_by)
    # What a dispute withdrew may come back, and is then to be refunded still.
    kept = payment.refunded < payment.captured
    return None if kept else "The money went back all the same."


def _refund_late(item: AttentionItem, picture: OrderPicture) -> str | None:
    # An item whose words were erased names none: it stays until none of the order's refunds waits.
    name = item.details.get("objectId")
    waits = any(
        each.state is RefundState.INTENDED and name in (None, each.idempotency_key)
        for each in picture.refunds
    )
    return None if waits else "The provider has answered."


def _dispute(item: AttentionItem, picture: OrderPicture) -> str | None:
    over = dispute_standing(picture.facts) is DisputeStanding.NONE
    return "The dispute ended in our favour." if over else None


def _page(item: AttentionItem, picture: OrderPicture) -> str | None:
    still_open = picture.order.is_open_for_payment
    return None if still_open else f"The order is {picture.order.status.value}."


def _unknown_order(item: AttentionItem, picture: OrderPicture) -> str | None:
    known = {part.provider_order_id for part in picture.dropships}
    ours = item.details.get("providerOrderId") in known
    return "A production order of ours stands for it." if ours else None


def _of_print(rule: PrintRule) -> Rule:
    """For items that name a production order; what was erased of them names none."""

    def about_its_print(item: AttentionItem, picture: OrderPicture) -> str | None:
        part = picture.dropship(item.details.get("dropshipId", ""))
        return None if part is None else rule(item, picture, part)

    return about_its_print


def _problem(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    if part.status in AT_AN_END:
        return f"The print is {part.status.value}."
    if part.is_being_cancelled:
        return "The lab is asked to cancel it."
    # A failure that the lab says nothing more of is a failure still.
    is_silent = part.status is D.FAILED and part.problem is None
    if part.problem != item.details.get("problem") and not is_silent:
        return "The lab does not report it any more."
    return _printed_again(picture, part)


def _cancelled(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    if picture.order.is_over:
        return f"The order is {picture.order.status.value}."
    return _printed_again(picture, part)


def _printed_again(picture: OrderPicture, part: Dropship) -> str | None:
    return "The line is printed again." if is_replaced(part, picture.dropships) else None


def _cancel_refused(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    refused = part.cancellation is Cancellation.REFUSED
    return None if refused else "It is cancelled, or the lab is asked again."


def _unseen(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    return None if part.unseen_since is not None else "The lab knows it."


def _not_submitted(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    if not picture.order.may_be_produced:
        return "The order is not to be produced."
    return None if part.status in WAITING else f"The print is {part.status.value}."


def _file_late(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    if not part.waits_for_file:
        return "The file is there." if part.request_body else f"The print is {part.status.value}."
    return None if part.may_be_made_for(picture.order) else "The order is not to be produced."


def _produced_unpaid(item: AttentionItem, picture: OrderPicture, part: Dropship) -> str | None:
    if picture.order.has_been_paid and not picture.order.is_over:
        return "The order is paid."
    if part.status not in AT_WORK or part.cancellation is not None:
        return "It is not being made, or the lab was asked to cancel it."
    return None


RULES: dict[str, Rule] = {
    "amount_differs": _hold,
    "bought_twice": _hold,
    "currency_differs": _hold,
    "livemode_differs": _hold,
    "session_differs": _hold,
    "person_erased": _hold,
    "picture_deleted": _hold,
    "lab_order_differs": _of_print(_another_there),
    "paid_twice": _paid_twice,
    MismatchKind.CANCELLED_NOT_REFUNDED: _not_refunded,
    "refund_refused": _refund_trouble,
    "refund.failed": _refund_trouble,
    "refund_late": _refund_late,
    "charge.dispute.created": _dispute,
    "session_unknown_at_stripe": _page,
    "lab_order_unknown": _unknown_order,
    LINE_NOT_REFUNDED: _of_print(_line_not_refunded),
    "lab_problem": _of_print(_problem),
    "cancelled_at_lab": _of_print(_cancelled),
    "cancel_refused_by_lab": _of_print(_cancel_refused),
    "unknown_at_lab": _of_print(_unseen),
    MismatchKind.PAID_NOT_MARKED: _not_marked,
    MismatchKind.PAID_NOT_REQUESTED: _not_requested,
    MismatchKind.PAID_NOT_SUBMITTED: _of_print(_not_submitted),
    PRINT_FILE_LATE: _of_print(_file_late),
    MismatchKind.PRODUCED_UNPAID: _of_print(_produced_unpaid),
    MismatchKind.AT_LAB_TOO_LONG: _of_print(_at_lab),
    MismatchKind.AMOUNT_DIFFERS_FROM_LEDGER: _amount,
    MismatchKind.HELD_TOO_LONG: _held_too_long,
}
