"""Why a checkout cannot go on."""

from domain.shared.refusals import Conflict


class TotalChanged(Conflict):
    """What the buyer was shown is no longer what it costs; show the new total and ask again."""

    code = "total_changed"


class PaymentRefused(Conflict):
    """The payment provider will not take this payment as it is."""

    code = "payment_refused"


class CheckoutEnded(Conflict):
    """What was begun under this key was cancelled before there was a page; use a new key."""

    code = "checkout_ended"


class OrderAlreadyPaid(Conflict):
    """What is paid is not given up by going back; it takes a refund."""

    code = "order_already_paid"
