"""What would set a trouble right, as far as it can be known from what was noted of it."""

from collections.abc import Mapping
from enum import StrEnum

from domain.shared.refusals import Conflict, Invalid, NotFound


class AttentionNotFound(NotFound):
    """There is no such attention item."""

    code = "attention_not_found"


class AttentionIsResolved(Conflict):
    """Somebody has dealt with it already, or it has gone by itself."""

    code = "attention_resolved"


class NoRepairKnown(Conflict):
    """Nothing that the shop could do by itself would set this right."""

    code = "repair_unknown"


class RepairNotConfirmed(Invalid):
    """A repair changes things outside; it is carried out only when it was confirmed."""

    code = "repair_not_confirmed"


class Repair(StrEnum):
    SETTLE_SESSION = "settle_session"
    REQUEST_PRINTS = "request_prints"
    RESUBMIT = "resubmit"
    POLL_DROPSHIP = "poll_dropship"
    CANCEL_AT_LAB = "cancel_at_lab"
    REPRINT = "reprint"
    RELEASE = "release"
    REFUND = "refund"
    RETRY_JOB = "retry_job"


class MismatchKind(StrEnum):
    """What the three-way check compares: captured payments, orders, production orders."""

    PAID_NOT_MARKED = "paid_not_marked"
    PAID_NOT_REQUESTED = "paid_not_requested"
    PAID_NOT_SUBMITTED = "paid_not_submitted"
    PRODUCED_UNPAID = "produced_unpaid"
    AMOUNT_DIFFERS_FROM_LEDGER = "amount_differs_from_ledger"
    HELD_TOO_LONG = "held_too_long"
    CANCELLED_NOT_REFUNDED = "cancelled_but_not_refunded"
    AT_LAB_TOO_LONG = "at_lab_too_long"
    JOB_DEAD = "job_dead"


# What whoever calls prints off notes: the rest of the order goes on.
LINE_NOT_REFUNDED = "line_cancelled_but_not_refunded"
# A paid print waits for its design's file; no repair but the render itself.
PRINT_FILE_LATE = "print_file_late"
# A payment in the wrong mode has none: to let it pass is to give the goods away, and to refund it
# is out of reach of the shop's key.
SUGGESTED: dict[str, Repair] = {
    MismatchKind.PAID_NOT_MARKED: Repair.SETTLE_SESSION,
    MismatchKind.PAID_NOT_REQUESTED: Repair.REQUEST_PRINTS,
    MismatchKind.PAID_NOT_SUBMITTED: Repair.RESUBMIT,
    MismatchKind.PRODUCED_UNPAID: Repair.CANCEL_AT_LAB,
    MismatchKind.AMOUNT_DIFFERS_FROM_LEDGER: Repair.REFUND,
    MismatchKind.CANCELLED_NOT_REFUNDED: Repair.REFUND,
    MismatchKind.AT_LAB_TOO_LONG: Repair.POLL_DROPSHIP,
    MismatchKind.JOB_DEAD: Repair.RETRY_JOB,
    "amount_differs": Repair.RELEASE,
    "bought_twice": Repair.REFUND,
    "cancelled_at_lab": Repair.REPRINT,
    "currency_differs": Repair.REFUND,
    "lab_problem": Repair.POLL_DROPSHIP,
    "paid_twice": Repair.REFUND,
    LINE_NOT_REFUNDED: Repair.REFUND,
    "session_differs": Repair.RELEASE,
    "session_unknown_at_stripe": Repair.SETTLE_SESSION,
    "unknown_at_lab": Repair.POLL_DROPSHIP,
}


def suggested_repair(reason: str, details: Mapping[str, str]) -> Repair | None:
    """What is held for too long needs what it is held for: a dispute or a refund that is under way
    must not be released.
    """
    if reason == MismatchKind.HELD_TOO_LONG:
        reason = details.get("heldBecause", "")
    return SUGGESTED.get(reason)
