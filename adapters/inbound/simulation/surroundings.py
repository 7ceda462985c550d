"""What the composition puts a simulated shop together from, and the shop that comes of it."""

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from adapters.settings import Settings
from application.operations.run_job import Handler, RunJob
from application.shared.ports import Clock
from domain.operations.job import Lease
from domain.shared.money import Money
from domain.shipping.quote import (
    QuotedItem,
    QuotedShipping,
    QuoteSource,
    ShippingMethod,
    ShippingQuote,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The outer sides of all ports, faults included, by what they stand for."""

    settings: Settings
    clock: Clock
    begin: Any
    queue: Any
    payments: Any
    signed_events: Any
    lab: Any
    lab_order_list: Any
    mailer: Any
    letters: Any
    links: Any
    quote_shipping: Any
    roll: Callable[[], float]
    journal: "FatesTold"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedShop:
    """The real use cases, as buyers, providers and workers reach them."""

    add_to_cart: Callable[..., Coroutine[Any, Any, Any]]
    create_checkout: Callable[..., Coroutine[Any, Any, Any]]
    cancel_checkout: Callable[..., Coroutine[Any, Any, Any]]
    receive_payment_event: Callable[..., Coroutine[Any, Any, Any]]
    receive_lab_callback: Callable[..., Coroutine[Any, Any, Any]]
    refund_order: Callable[..., Coroutine[Any, Any, Any]]
    cancel_order: Callable[..., Coroutine[Any, Any, Any]]
    release_order: Callable[..., Coroutine[Any, Any, Any]]
    resubmit_order: Callable[..., Coroutine[Any, Any, Any]]
    reprint_line: Callable[..., Coroutine[Any, Any, Any]]
    list_attention: Callable[..., Coroutine[Any, Any, Any]]
    repair_attention: Callable[..., Coroutine[Any, Any, Any]]
    run_job: RunJob
    handlers: Mapping[str, Handler]


Wire = Callable[[Surroundings], SimulatedShop]


@dataclass(slots=True)
class FatesTold:
    """What became of jobs, for whoever looks into a seed."""

    fates: list[tuple[str, str, str]] = field(default_factory=list)

    def told(self, lease: Lease, fate: str, error: BaseException | None = None) -> None:
        self.fates.append((lease.kind, fate, repr(error) if error is not None else ""))


@dataclass(frozen=True, slots=True)
class FlatRates:
    """Shipping at one price everywhere."""

    clock: Clock

    async def __call__(
        self, items: tuple[QuotedItem, ...], country: str, currency: str
    ) -> QuotedShipping:
        at: datetime = self.clock.now()
        quote = ShippingQuote(
            method=ShippingMethod.STANDARD,
            cost=Money(795, currency),
            estimated_days_min=2,
            estimated_days_max=5,
        )
        return QuotedShipping(
            quotes=(quote,),
            source=QuoteSource.LIVE,
            quoted_at=at,
            currency=currency,
            country=country,
        )
