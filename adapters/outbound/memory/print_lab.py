"""A print lab in memory, with Prodigi's promise about keys: one order for each, for ever."""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from adapters.outbound.memory.planned_trouble import PlannedTrouble
from application.reconciliation.ports import ListedLabOrder
from application.shared.outcomes import AnotherThere
from domain.fulfilment.dropship import Shipment
from domain.fulfilment.lab_report import CancelAnswer, LabReport, Submission
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order, OrderLine

PROVIDER = "memory lab"
COMPARED = ("reference", "recipient", "line_id", "sku", "copies")
STOPPED = frozenset({DropshipStatus.ON_HOLD, DropshipStatus.FAILED})
CANCELLABLE = frozenset({DropshipStatus.SUBMITTED, DropshipStatus.ON_HOLD, DropshipStatus.FAILED})


@dataclass(frozen=True, slots=True)
class LabOrder:
    """What the lab was asked to make, and how far it is."""

    request: dict[str, Any]
    report: LabReport
    bodies: list[bytes] = field(default_factory=list)


class MemoryPrintLab:
    """Tests move orders with `advance`, plan `trouble`, and count what was produced."""

    def __init__(self) -> None:
        self.trouble = PlannedTrouble()
        self._by_key: dict[str, LabOrder] = {}

    def request_body(
        self, order: Order, line: OrderLine, key: str, callback_url: str, asset_url: str
    ) -> bytes:
        meant = {
            "key": key,
            "reference": f"{order.number}-{order.lines.index(line) + 1}",
            "order_id": str(order.id),
            "line_id": str(line.id),
            "sku": line.sku,
            "copies": line.quantity,
            "recipient": order.address.name,
            "asset_url": asset_url,
            "callback_url": callback_url,
        }
        return json.dumps(meant, sort_keys=True).encode()

    async def submit(self, request_body: bytes) -> Submission:
        request = json.loads(request_body)
        with self.trouble.around():
            known = self._by_key.get(request["key"])
            if known is None:
                known = self._new_order(request)
            differing = [name for name in COMPARED if known.request[name] != request[name]]
            if differing:
                there = known.report.provider_order_id
                raise AnotherThere(
                    PROVIDER,
                    f"The key belongs to another order there: {there}.",
                    facts={"providerOrderId": there, "differs": ", ".join(differing)},
                )
            known.bodies.append(request_body)
            # Submitted at least; how much further it is, the next report tells.
            status = known.report.status
            return Submission(
                provider_order_id=known.report.provider_order_id,
                status=status if status in STOPPED else DropshipStatus.SUBMITTED,
                problem=known.report.problem,
            )

    def _new_order(self, request: dict[str, Any]) -> LabOrder:
        report = LabReport(
            provider_order_id=f"ord_memory_{len(self._by_key) + 1}",
            merchant_reference=request["reference"],
            status=DropshipStatus.SUBMITTED,
        )
        return self._by_key.setdefault(request["key"], LabOrder(request, report))

    async def report(self, provider_order_id: str) -> LabReport | None:
        with self.trouble.around():
            found = self._find(provider_order_id)
            return found[1].report if found else None

    async def cancel(self, provider_order_id: str) -> CancelAnswer:
        with self.trouble.around():
            found = self._find(provider_order_id)
            if found is None:
                return CancelAnswer(is_cancelled=False, said="EntityNotFound")
            status = found[1].report.status
            if status in CANCELLABLE:
                self.advance(provider_order_id, DropshipStatus.CANCELLED)
            elif status is not DropshipStatus.CANCELLED:
                return CancelAnswer(is_cancelled=False, said="FailedToCancel")
            return CancelAnswer(is_cancelled=True, said="Cancelled")

    async def orders_listed(self) -> list[ListedLabOrder]:
        with self.trouble.around():
            return [
                ListedLabOrder(
                    provider_order_id=order.report.provider_order_id,
                    merchant_reference=order.report.merchant_reference,
                    order_id=order.request.get("order_id"),
                    key=order.request["key"],
                    created_at=None,
                )
                for order in self._by_key.values()
            ]

    def advance(
        self,
        provider_order_id: str,
        status: DropshipStatus,
        tracking_number: str | None = None,
        problem: str | None = None,
    ) -> None:
        """Move on what was not cancelled; with a tracking number its one parcel has left."""
        found = self._find(provider_order_id)
        if found is None:
            raise KeyError(provider_order_id)
        key, order = found
        if order.report.status is DropshipStatus.CANCELLED:
            return
        report = replace(order.report, status=status, problem=problem)
        if tracking_number is not None:
            parcel = Shipment(
                id=f"shp_{provider_order_id}",
                carrier="Memory Mail",
                tracking_number=tracking_number,
                tracking_url=f"https://tracking.example/{tracking_number}",
                has_left=True,
            )
            report = replace(report, shipments=(parcel,))
        self._by_key[key] = replace(order, report=report)

    @property
    def orders(self) -> tuple[LabOrder, ...]:
        """Everything that was ever produced; a key never makes two."""
        return tuple(self._by_key.values())

    def _find(self, provider_order_id: str) -> tuple[str, LabOrder] | None:
        for key, order in self._by_key.items():
            if order.report.provider_order_id == provider_order_id:
                return key, order
        return None
