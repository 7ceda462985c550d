"""The print labs that the contract tests run on, and what happens on the lab's side of each."""

from dataclasses import dataclass
from typing import Protocol
from uuid import uuid4

from adapters.outbound.memory.print_lab import MemoryPrintLab
from adapters.outbound.prodigi.client import ProdigiClient
from adapters.outbound.prodigi.print_lab import ProdigiPrintLab
from application.fulfilment.ports import LabCancellations, PrintLab
from application.shared.outcomes import OutcomeUnknown, Unavailable
from domain.fulfilment.lab_report import LabReport
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order
from tests.contract.sample_order import an_order
from tests.contract.started_simulator import StartedSimulator

PRODIGI_API_KEY = "contract-key"
ORDERS = "/v4.0/orders"
CALLBACK_URL = "https://shop.example/api/webhooks/prodigi/token"
# Nothing listens there: these orders move only when a test says so.
ASSET_URL = "http://127.0.0.1:9/picture.jpg"


class Lab(Protocol):
    """The port, and what happens on the lab's side of it."""

    @property
    def port(self) -> PrintLab: ...

    @property
    def canceller(self) -> LabCancellations: ...

    async def lose_next_answer(self) -> None: ...

    async def be_busy(self) -> None: ...

    async def ship(self, provider_order_id: str) -> None: ...

    async def complete(self, provider_order_id: str) -> None: ...

    async def cancel(self, provider_order_id: str) -> None: ...

    async def count_orders(self) -> int: ...


@dataclass(frozen=True)
class InMemory:
    port: MemoryPrintLab

    @property
    def canceller(self) -> LabCancellations:
        return self.port

    async def lose_next_answer(self) -> None:
        self.port.trouble.after_effect(OutcomeUnknown("memory"))

    async def be_busy(self) -> None:
        self.port.trouble.before_effect(Unavailable("memory"))

    async def ship(self, provider_order_id: str) -> None:
        self.port.advance(provider_order_id, DropshipStatus.SHIPPED, "MM-1")

    async def complete(self, provider_order_id: str) -> None:
        self.port.advance(provider_order_id, DropshipStatus.COMPLETE, "MM-1")

    async def cancel(self, provider_order_id: str) -> None:
        self.port.advance(provider_order_id, DropshipStatus.CANCELLED)

    async def count_orders(self) -> int:
        return len(self.port.orders)


@dataclass(frozen=True)
class AtProdigi:
    port: ProdigiPrintLab
    simulator: StartedSimulator

    @property
    def canceller(self) -> LabCancellations:
        return self.port

    async def lose_next_answer(self) -> None:
        await self.simulator.break_next("status_500_after", method="POST", path=ORDERS)

    async def be_busy(self) -> None:
        await self.simulator.break_next("status_429", method="POST", path=ORDERS)

    async def ship(self, provider_order_id: str) -> None:
        await self.advance_until(provider_order_id, "shipping")

    async def complete(self, provider_order_id: str) -> None:
        await self.advance_until(provider_order_id, "complete")

    async def cancel(self, provider_order_id: str) -> None:
        await self.simulator.control("POST", f"orders/{provider_order_id}/cancel")

    async def count_orders(self) -> int:
        return len((await self.simulator.control("GET", "orders"))["orders"])

    async def advance_until(self, provider_order_id: str, step: str) -> None:
        for _ in range(10):
            path = f"orders/{provider_order_id}/advance"
            if (await self.simulator.control("POST", path))["step"] == step:
                return
        raise AssertionError(f"{provider_order_id} never came to {step}")

    async def dial(self, **dials: object) -> None:
        await self.simulator.control("PUT", "next-orders", dials)


def prodigi_client(simulator: StartedSimulator, timeout_s: float = 10) -> ProdigiClient:
    return ProdigiClient(api_base=simulator.base_url, api_key=PRODIGI_API_KEY, timeout_s=timeout_s)


def body_of(port: PrintLab, order: Order, key: str | None = None) -> bytes:
    return port.request_body(order, order.lines[0], key or str(uuid4()), CALLBACK_URL, ASSET_URL)


async def submitted(port: PrintLab) -> str:
    return (await port.submit(body_of(port, an_order()))).provider_order_id


async def known(port: PrintLab, provider_order_id: str) -> LabReport:
    report = await port.report(provider_order_id)
    assert report is not None
    return report
