"""The payment providers that the contract tests run on, and what happens on their side."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

from adapters.outbound.memory.payment_gateway import MemoryPaymentGateway
from adapters.outbound.stripe.payment_gateway import StripePaymentGateway
from application.checkout.ports import OpenedSession, SessionGateway
from application.payments.ports import PaidSessions, RefundGateway
from application.shared.outcomes import OutcomeUnknown, Unavailable
from domain.orders.order import Order
from tests.contract.started_simulator import StartedSimulator

STRIPE_API_KEY = "sk_test_contract"
SESSIONS = "/v1/checkout/sessions"
REFUNDS = "/v1/refunds"


class Gateway(SessionGateway, PaidSessions, RefundGateway, Protocol):
    """All of the ports that a gateway serves."""


class Provider(Protocol):
    """The gateway, and what happens on the provider's side of it."""

    @property
    def gateway(self) -> Gateway: ...

    async def pay(self, session_id: str) -> None: ...

    async def lose_next_answer(self) -> None: ...

    async def be_busy(self) -> None: ...

    async def lose_next_refund(self) -> None: ...

    async def refuse_next_refund_for_now(self) -> None: ...

    async def count_sessions(self) -> int: ...


@dataclass(frozen=True)
class InMemory:
    gateway: MemoryPaymentGateway

    async def pay(self, session_id: str) -> None:
        self.gateway.pay(session_id)

    async def lose_next_answer(self) -> None:
        self.gateway.trouble.after_effect(OutcomeUnknown("memory"))

    async def be_busy(self) -> None:
        self.gateway.trouble.before_effect(Unavailable("memory"))

    async def lose_next_refund(self) -> None:
        await self.lose_next_answer()

    async def refuse_next_refund_for_now(self) -> None:
        await self.be_busy()

    async def count_sessions(self) -> int:
        return len(self.gateway.sessions)


@dataclass(frozen=True)
class AtStripe:
    gateway: StripePaymentGateway
    simulator: StartedSimulator

    async def pay(self, session_id: str) -> None:
        await self.simulator.control("POST", f"sessions/{session_id}/pay", {})

    async def lose_next_answer(self) -> None:
        await self.simulator.break_next("status_500_after", method="POST", path=SESSIONS)

    async def be_busy(self) -> None:
        await self.simulator.break_next("status_429", method="POST", path=SESSIONS)

    async def lose_next_refund(self) -> None:
        await self.simulator.break_next("status_500_after", method="POST", path=REFUNDS)

    async def refuse_next_refund_for_now(self) -> None:
        await self.simulator.break_next("status_429", method="POST", path=REFUNDS)

    async def count_sessions(self) -> int:
        answer = await self.simulator.http.get(
            f"{self.simulator.base_url}{SESSIONS}?limit=100",
            headers={"Authorization": f"Bearer {STRIPE_API_KEY}"},
        )
        return len(answer.json()["data"])


def stripe_gateway(
    base_url: str, *, timeout_s: float = 10, attempts_max: int = 1
) -> StripePaymentGateway:
    return StripePaymentGateway(
        api_key=STRIPE_API_KEY,
        api_base=base_url,
        public_base_url="https://shop.example/",
        timeout_s=timeout_s,
        attempts_max=attempts_max,
    )


def in_an_hour() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)


async def opened(gateway: Gateway, order: Order) -> OpenedSession:
    request = gateway.session_request(order, in_an_hour())
    return await gateway.open_session(request, f"checkout-{order.id}")
