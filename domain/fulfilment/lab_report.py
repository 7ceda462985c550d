"""What the print lab answered, in our words."""

from dataclasses import dataclass

from domain.fulfilment.dropship import Shipment
from domain.fulfilment.status import DropshipStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """The lab has our order: its id, and what it made of it so far. `problem` is for staff."""

    provider_order_id: str
    status: DropshipStatus
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabReport:
    """The lab's order as it is now; `merchant_reference` shows whether it is the one we meant."""

    provider_order_id: str
    merchant_reference: str
    status: DropshipStatus
    shipments: tuple[Shipment, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAnswer:
    """What came of asking the lab to cancel: `said` is its own word, for staff."""

    is_cancelled: bool
    said: str
