"""How far the wish to cancel a production order at the lab has come."""

from enum import StrEnum


class Cancellation(StrEnum):
    """Once the lab has cancelled it, the status of the production order says so."""

    ASKED = "asked"
    REFUSED = "refused"
