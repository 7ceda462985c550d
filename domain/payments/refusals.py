"""Why money is not given back."""

from domain.shared.refusals import Conflict, Invalid


class OrderNotPaid(Conflict):
    """There is no payment of this order that could be given back."""

    code = "order_not_paid"


class PaymentDisputed(Conflict):
    """The buyer's bank has taken the money back, or may: it would be given back twice."""

    code = "payment_disputed"


class RefundTooLarge(Conflict):
    """More than was captured and is not refunded yet; refunds under way count."""

    code = "refund_too_large"


class RefundAmountInvalid(Invalid):
    """A refund is a positive amount that the currency can express."""

    code = "refund_amount_invalid"
