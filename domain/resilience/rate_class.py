"""Kinds of routes that share a limit of requests per caller and time."""

from enum import StrEnum


class RateClass(StrEnum):
    """`LOG_IN` and `RESET` are closed while nobody can count; all others stay open."""

    BROWSE = "browse"
    CHANGE = "change"
    CART = "cart"
    CHECKOUT = "checkout"
    UPLOAD = "upload"
    PREVIEW = "preview"
    GUEST = "guest"
    LOG_IN = "log_in"
    RESET = "reset"
    WEBHOOK = "webhook"
    OPERATE = "operate"


# A caller without an account makes up as many owners as they like, but not as many addresses.
RATE_BY_ADDRESS = frozenset({RateClass.GUEST, RateClass.LOG_IN, RateClass.RESET, RateClass.WEBHOOK})
# Whoever guesses passwords must not gain by bringing the counter down; a buyer must not lose by it.
RATE_CLOSED_WITHOUT_COUNTING = frozenset({RateClass.LOG_IN, RateClass.RESET})
# Whoever delivers what was paid is let in when the count is slow, not only when there is none.
RATE_HARDLY_WAITED_FOR = frozenset({RateClass.WEBHOOK})
