"""Where a change came from, for histories that are only ever added to."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """`actor` is `guest`, `customer`, `staff`, `admin` or `system`, with the id of whoever it is.

    `device` is what the client calls itself; `request_id` finds the request in the log.
    """

    actor: str
    actor_id: str = ""
    device: str = ""
    request_id: str = ""


SYSTEM = Origin(actor="system")
