"""A customer in a test, who also has a key to the back rooms of the two simulators."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx

from adapters.inbound.demo import lab_books, mailbox, steps
from adapters.inbound.demo.answers import Checkout, Order
from adapters.inbound.demo.customer import Customer
from adapters.inbound.demo.following import follow, is_delivered
from adapters.inbound.demo.lab_books import LabOrder
from adapters.inbound.demo.paying import pay_on_page
from adapters.inbound.supervisor.stack import Stack

LOOKS = (("classic", "black"), ("mounted", "natural"))


@dataclass(frozen=True, slots=True)
class Shopper:
    customer: Customer
    stripe: str
    lab: str

    @property
    def http(self) -> httpx.AsyncClient:
        return self.customer.http

    async def check_out_two_prints(self, picture: bytes) -> Checkout:
        await steps.become_a_guest(self.customer)
        uploaded = await steps.upload(self.customer, "picture.jpg", picture)
        offered = await steps.frames(self.customer)
        for style, material in LOOKS:
            sizes = steps.in_sizes(offered, style, material)
            product, _ = await steps.frame_it(self.customer, uploaded, sizes)
            await steps.put_in_cart(self.customer, product)
        quotes = await steps.quote_shipping(self.customer)
        return await steps.check_out(self.customer, steps.cheapest(quotes))

    async def pay(self, checkout: Checkout) -> None:
        await pay_on_page(self.http, checkout.url, steps.NAME)

    async def order(self, checkout: Checkout) -> Order:
        return await self.until(checkout, lambda _: True)

    async def delivered(self, checkout: Checkout) -> Order:
        return await self.until(checkout, is_delivered)

    async def until(self, checkout: Checkout, is_enough: Callable[[Order], bool]) -> Order:
        return await follow(self.customer, checkout.order_id, is_enough)

    async def at_the_lab(self, checkout: Checkout) -> list[LabOrder]:
        return await lab_books.lab_orders(self.http, f"{self.lab}/_control", checkout.order_number)

    async def expect_everything_once(self, order: Order) -> None:
        """Raises DemoFailed unless each print and each mail exists exactly once."""
        made = await lab_books.lab_orders(self.http, f"{self.lab}/_control", order.number)
        lab_books.check_each_once(made, expected=len(LOOKS))
        assert {each.provider_order_id for each in order.prints} == {each.id for each in made}
        mails = await mailbox.wait_for_mails(self.http, self.customer.email, order.number)
        mailbox.check_each_once(mails, order.number)
        assert [entry.event for entry in order.timeline].count("paid") == 1
        assert not order.needs_attention


def new_shopper(http: httpx.AsyncClient, stack: Stack) -> Shopper:
    customer = Customer(http, f"ada-{secrets.token_hex(4)}@passepartout.example")
    return Shopper(
        customer, stack.environment["STRIPE_API_BASE"], stack.environment["PRODIGI_API_BASE"]
    )


@asynccontextmanager
async def faults(
    http: httpx.AsyncClient, simulator: str, *rules: dict[str, Any]
) -> AsyncIterator[None]:
    """The simulator goes wrong by these rules for as long as the block runs."""
    address = f"{simulator}/_control/faults"
    (await http.put(address, json=list(rules))).raise_for_status()
    try:
        yield
    finally:
        (await http.delete(address)).raise_for_status()
