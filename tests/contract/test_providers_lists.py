"""What the providers' own lists promise, in memory and at the simulators."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol

import pytest

from adapters.outbound.memory.lab_order_list import MemoryLabOrderList
from adapters.outbound.memory.payment_gateway import MemoryPaymentGateway
from adapters.outbound.memory.print_lab import MemoryPrintLab
from adapters.outbound.prodigi.order_list import ProdigiOrderList
from application.reconciliation.ports import LabOrderList, ListedLabOrder, PaymentEventList
from application.shared.outcomes import Unavailable
from domain.payments.event import PaymentEvent
from tests.contract.payment_providers import AtStripe, Gateway, opened
from tests.contract.payment_providers import InMemory as StripeInMemory
from tests.contract.print_labs import AtProdigi, Lab, body_of, prodigi_client
from tests.contract.print_labs import InMemory as LabInMemory
from tests.contract.sample_order import an_order

pytest_plugins = ["tests.contract.simulator_fixtures"]

COMPLETED = ("checkout.session.completed",)
A_DAY, A_MINUTE = timedelta(days=1), timedelta(minutes=1)


class GatewayWithEvents(Gateway, PaymentEventList, Protocol):
    """As the reconciler needs it."""


@dataclass(frozen=True)
class Listed:
    lab: Lab
    order_list: LabOrderList


@pytest.fixture(params=["memory", "stripe"])
def provider(request: pytest.FixtureRequest, stripe: AtStripe) -> AtStripe | StripeInMemory:
    return stripe if request.param == "stripe" else StripeInMemory(MemoryPaymentGateway())


@pytest.fixture(params=["memory", "prodigi"])
def listed(request: pytest.FixtureRequest, prodigi: AtProdigi) -> Listed:
    if request.param == "prodigi":
        return Listed(prodigi, ProdigiOrderList(prodigi_client(prodigi.simulator)))
    lab = MemoryPrintLab()
    return Listed(LabInMemory(lab), MemoryLabOrderList(lab, page=2))


async def all_events(provider: AtStripe | StripeInMemory) -> list[PaymentEvent]:
    now, cursor = datetime.now(UTC), None
    found: list[PaymentEvent] = []
    while True:
        page = await provider.gateway.events(COMPLETED, now - A_DAY, now + A_MINUTE, cursor)
        found += page.events
        cursor = page.cursor
        if cursor is None:
            return found


async def all_orders(order_list: LabOrderList) -> list[ListedLabOrder]:
    now, cursor = datetime.now(UTC), None
    found: list[ListedLabOrder] = []
    while True:
        page = await order_list.orders(now - A_DAY, now + A_MINUTE, cursor)
        found += page.orders
        cursor = page.cursor
        if cursor is None:
            return found


async def test_a_payment_is_in_the_list_although_nobody_was_told(
    provider: AtStripe | StripeInMemory,
) -> None:
    paid = await opened(provider.gateway, an_order())
    unpaid = await opened(provider.gateway, an_order())
    await provider.pay(paid.session_id)
    about = [event.object_id for event in await all_events(provider)]
    assert about.count(paid.session_id) == 1
    assert unpaid.session_id not in about


async def test_a_busy_provider_is_no_empty_list(stripe: AtStripe) -> None:
    await stripe.simulator.break_next("status_429", method="GET", path="/v1/events")
    with pytest.raises(Unavailable):
        await all_events(stripe)


async def test_every_order_of_the_lab_is_in_its_list_with_what_we_sent_along(
    listed: Listed,
) -> None:
    orders = [an_order() for _ in range(3)]
    for place, order in enumerate(orders):
        await listed.lab.port.submit(body_of(listed.lab.port, order, f"key-{order.id}-{place}"))
    found = {each.order_id: each for each in await all_orders(listed.order_list)}
    for place, order in enumerate(orders):
        assert found[str(order.id)].key == f"key-{order.id}-{place}"
        assert found[str(order.id)].merchant_reference == f"{order.number}-1"


async def test_a_busy_lab_is_no_empty_list(prodigi: AtProdigi) -> None:
    await prodigi.simulator.break_next("status_500", method="GET", path="/v4.0/orders")
    with pytest.raises(Unavailable):
        await all_orders(ProdigiOrderList(prodigi_client(prodigi.simulator)))
