"""The lab's order in our words.

Source: Prodigi Print API v4, "Order object", "Status object", "Issues". New fields and new values
are no breaking change there, and words come in any case, so whatever is not known means nothing.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from domain.fulfilment.dropship import Shipment
from domain.fulfilment.lab_report import LabReport
from domain.fulfilment.status import DropshipStatus

NOT_YET = frozenset({"", "notstarted"})
# The lab tries again by itself.
TRANSIENT = "notdownloaded"
NEEDS_PAYMENT = "requirespaymentauthorisation"
FATAL = frozenset({"failedtodownloaded", "itemunavailable"})
PROBLEM_CHARACTERS_MAX = 200


class Issue(msgspec.Struct, frozen=True, rename="camel"):
    error_code: str | None = None

    @property
    def kind(self) -> str:
        """The last part of the code: the lab's own papers differ in what stands before it."""
        return (self.error_code or "").rpartition(".")[2].lower()


class Status(msgspec.Struct, frozen=True, rename="camel"):
    stage: str | None = None
    issues: list[Issue] | None = None
    details: dict[str, Any] | None = None

    def detail(self, name: str) -> str:
        return str((self.details or {}).get(name) or "").lower()


class Carrier(msgspec.Struct, frozen=True):
    name: str | None = None
    service: str | None = None


class Tracking(msgspec.Struct, frozen=True):
    number: str | None = None
    url: str | None = None


class ShippedItem(msgspec.Struct, frozen=True, rename="camel"):
    item_id: str | None = None


class Parcel(msgspec.Struct, frozen=True):
    id: str
    status: str | None = None
    carrier: Carrier | None = None
    tracking: Tracking | None = None
    items: list[ShippedItem] | None = None

    @property
    def has_left(self) -> bool:
        return (self.status or "").lower() == "shipped"

    @property
    def is_cancelled(self) -> bool:
        return (self.status or "").lower() == "cancelled"

    def as_shipment(self) -> Shipment:
        carrier, tracking = self.carrier or Carrier(), self.tracking or Tracking()
        return Shipment(
            id=self.id,
            carrier=carrier.name or carrier.service or "",
            tracking_number=tracking.number,
            tracking_url=tracking.url,
            has_left=self.has_left,
        )


class Item(msgspec.Struct, frozen=True, rename="camel"):
    id: str | None = None
    merchant_reference: str | None = None
    sku: str | None = None
    copies: int | None = None

    def differs(self, meant: dict[str, Any]) -> bool:
        """In what the lab says of it; SKUs come back in capitals."""
        return (
            self.merchant_reference not in (None, meant["merchantReference"])
            or (self.sku or meant["sku"]).upper() != meant["sku"].upper()
            or self.copies not in (None, meant["copies"])
        )


class LabOrder(msgspec.Struct, frozen=True, rename="camel"):
    """On hold, and in some replies to a known key, an order is nothing but its id."""

    id: str
    merchant_reference: str | None = None
    status: Status | None = None
    shipments: list[Parcel] | None = None
    items: list[Item] | None = None
    recipient: dict[str, Any] | None = None

    @property
    def is_sparse(self) -> bool:
        return self.status is None or self.merchant_reference is None

    def as_report(self) -> LabReport:
        return LabReport(
            provider_order_id=self.id,
            merchant_reference=self.merchant_reference or "",
            status=status_of(self),
            shipments=tuple(parcel.as_shipment() for parcel in _parcels(self)),
            problem=problem_of(self),
        )


def status_of(order: LabOrder) -> DropshipStatus:
    status = order.status or Status()
    kinds = {issue.kind for issue in status.issues or ()}
    stage = (status.stage or "").lower()
    if stage == "cancelled":
        return DropshipStatus.CANCELLED
    if stage == "complete":
        return DropshipStatus.COMPLETE
    if _everything_has_left(order):
        return DropshipStatus.SHIPPED
    if kinds & FATAL or status.detail("downloadAssets") == "error":
        return DropshipStatus.FAILED
    if NEEDS_PAYMENT in kinds:
        return DropshipStatus.ON_HOLD
    if status.detail("inProduction") not in NOT_YET:
        return DropshipStatus.IN_PRODUCTION
    return DropshipStatus.SUBMITTED


def problem_of(order: LabOrder) -> str | None:
    """Codes only: the lab's sentences quote the address of the picture, which opens it."""
    status = order.status or Status()
    codes = [
        issue.error_code
        for issue in status.issues or ()
        if issue.error_code and issue.kind != TRANSIENT
    ]
    if not codes and status.detail("downloadAssets") == "error":
        codes = ["order.items.assets.Error"]
    return joined_codes(codes)


def joined_codes(codes: Iterable[str]) -> str | None:
    """Each code once, in a stable order, so that the same trouble always has the same name."""
    return ", ".join(sorted(set(codes)))[:PROBLEM_CHARACTERS_MAX] or None


def _everything_has_left(order: LabOrder) -> bool:
    """Copies of one item may travel in several parcels, so every parcel counts, not every item."""
    parcels = _parcels(order)
    if not parcels or not all(parcel.has_left for parcel in parcels):
        return False
    ordered = {item.id for item in order.items or ()}
    packed = {item.item_id for parcel in parcels for item in parcel.items or ()}
    return not packed or ordered <= packed


def _parcels(order: LabOrder) -> list[Parcel]:
    return [parcel for parcel in order.shipments or () if not parcel.is_cancelled]
