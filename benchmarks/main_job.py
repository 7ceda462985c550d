"""Carts and webhooks over HTTP against one API process, beside pgbench on the same server."""

import hashlib
import hmac
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from adapters.inbound.supervisor.stack import running_stack
from adapters.outbound.system.clock import new_id
from adapters.settings import Settings
from benchmarks.counting import round_trips_of
from benchmarks.load import Call, measure
from benchmarks.report import Figures
from benchmarks.shoppers import Shopper, seed_shoppers
from benchmarks.yardstick import upserts_per_second

SHOPPERS = 256
LINES_IN_A_CART = 3
WARM_UP_S = 2.0
PARTS = ("postgres", "valkey", "migrate", "api")
# A shopper of the benchmark adds for ever.
ENVIRONMENT = {"CART_LINE_QUANTITY_MAX": "1000000000"}

Calls = Callable[[int], Call]


async def run_main_job(data_dir: Path, *, seconds: int, connections: int) -> Figures:
    """Each load in turn on the same stack; figures by name, ready for the report."""
    async with running_stack(data_dir, only=PARTS, environment=ENVIRONMENT) as stack:
        settings = Settings.from_environment(stack.environment)
        port = int(settings.public_base_url.rsplit(":", 1)[1])
        shoppers = await seed_shoppers(settings, count=SHOPPERS, products_each=LINES_IN_A_CART)
        yardstick = await upserts_per_second(
            settings.database_url, clients=connections, seconds=seconds
        )
        kinds: dict[str, Calls] = {
            "add_to_cart": _adds(shoppers),
            "read_cart": _reads(shoppers),
            "webhook_intake": _webhooks(settings.webhook_secrets[0]),
        }
        round_trips = await round_trips_of(settings, kinds)
        figures: Figures = {}
        for name, make_call in kinds.items():
            load = await measure(
                port, make_call, connections=connections, seconds=seconds, warm_up_s=WARM_UP_S
            )
            figures[name] = {
                "rps": round(load.rps, 1),
                "p50_ms": load.p50_ms,
                "p99_ms": load.p99_ms,
                "ratio": round(load.rps / yardstick, 4),
                "round_trips": round_trips[name],
            }
    figures["yardstick"] = {"rps": round(yardstick, 1)}
    return figures


def _adds(shoppers: Sequence[Shopper]) -> Calls:
    """A piece of one of three products, for each shopper in turn."""

    def make(serial: int) -> Call:
        shopper = shoppers[serial % len(shoppers)]
        product = shopper.products[serial // len(shoppers) % len(shopper.products)]
        return Call(
            method="POST",
            path="/api/cart",
            headers=_headers(shopper),
            body=b'{"productId":"%s","quantity":1}' % str(product).encode(),
        )

    return make


def _reads(shoppers: Sequence[Shopper]) -> Calls:
    def make(serial: int) -> Call:
        shopper = shoppers[serial % len(shoppers)]
        return Call(method="GET", path="/api/cart", headers=_headers(shopper))

    return make


def _headers(shopper: Shopper) -> dict[str, str]:
    return {"Authorization": f"Bearer {shopper.token}", "Content-Type": "application/json"}


def _webhooks(secret: str) -> Calls:
    """Each a new event with a good signature, as Stripe would send it."""

    def make(serial: int) -> Call:
        name = new_id().hex
        body = msgspec.json.encode(
            {
                "id": f"evt_{name}",
                "object": "event",
                "api_version": "2026-10-28.endive",
                "created": int(time.time()),
                "type": "checkout.session.completed",
                "livemode": False,
                "pending_webhooks": 1,
                "request": {"id": None, "idempotency_key": None},
                "data": {
                    "object": {
                        "id": f"cs_test_{name}",
                        "object": "checkout.session",
                        "client_reference_id": name,
                        "amount_total": 4900,
                        "currency": "gbp",
                        "payment_status": "paid",
                        "status": "complete",
                    }
                },
            }
        )
        at = str(int(time.time()))
        signed = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
        return Call(
            method="POST",
            path="/api/webhooks/stripe",
            headers={"Stripe-Signature": f"t={at},v1={signed}", "Content-Type": "application/json"},
            body=body,
        )

    return make
