"""What staff cannot have done to an order's prints, and why."""

from domain.shared.refusals import Conflict, Invalid, NotFound


class OrderLineNotFound(NotFound):
    """The order has no such line."""

    code = "order_line_not_found"


class ReasonMissing(Invalid):
    """Whoever looks at the order later must be able to read why this was done."""

    code = "reason_missing"


class OrderNotProducible(Conflict):
    """Unpaid, cancelled, refunded or held: nothing of it goes to the lab."""

    code = "order_not_producible"


class NothingToResubmit(Conflict):
    """Every print is on its way or done; a print that is to be made again needs a reprint."""

    code = "nothing_to_resubmit"


class PrintUnderWay(Conflict):
    """The line may still come out of the lab; another one is made only if that is confirmed."""

    code = "print_under_way"


class NothingToCancel(Conflict):
    """No print of the order can be called off any more."""

    code = "nothing_to_cancel"


class HoldNotReleasable(Conflict):
    """The money goes back or nobody knows where to send the goods: they must not be made."""

    code = "hold_not_releasable"


class OrderNotHeld(Conflict):
    """Nothing keeps this order from the lab."""

    code = "order_not_held"
