"""Carts, log-ins and webhooks over HTTP against one API process, beside pgbench on its server."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from adapters.inbound.supervisor.stack import running_stack
from adapters.outbound.system.clock import new_id
from adapters.settings import Settings
from benchmarks.counting import REPEATS, round_trips_of
from benchmarks.customers import PASSWORD, seed_customers
from benchmarks.hashing import verifying_ms
from benchmarks.load import Call, Load, measure
from benchmarks.merging import measure_merges, seed_pairs
from benchmarks.report import Figures
from benchmarks.shoppers import Shopper, seed_shoppers
from benchmarks.signed_events import completed_sessions
from benchmarks.yardstick import upserts_per_second
from domain.resilience.rate_class import RateClass

SHOPPERS = 256
LINES_IN_A_CART = 3
QUEUES, OPERATIONS = 16, 100
CUSTOMERS = 64
WARM_UP_S = 2.0
PARTS = ("postgres", "valkey", "migrate", "api")
# A shopper of the benchmark adds for ever.
ENVIRONMENT = {
    "CART_LINE_QUANTITY_MAX": "1000000000",
    # Counted like anybody's, and never refused.
    **{f"RATE_LIMIT_{each.name}": "1000000/1" for each in RateClass},
    "RATE_LIMIT_ACCOUNT": "1000000/1",
}

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
            "webhook_intake": completed_sessions(settings.webhook_secrets[0]),
            "cart_batch_100": _batches(
                await seed_shoppers(settings, count=QUEUES, products_each=OPERATIONS)
            ),
            "log_in": _log_ins(await seed_customers(settings, count=CUSTOMERS)),
        }
        pairs = await seed_pairs(settings, count=connections + REPEATS + 1)
        counted = {**kinds, "cart_merge_50_50": lambda serial: pairs[serial].merge()}
        round_trips = await round_trips_of(settings, counted)
        figures: Figures = {}
        for name, make_call in kinds.items():
            load = await measure(
                port, make_call, connections=connections, seconds=seconds, warm_up_s=WARM_UP_S
            )
            figures[name] = figure(load, yardstick, round_trips[name])
        merges = await measure_merges(port, pairs[REPEATS + 1 :], seconds=seconds)
        figures["cart_merge_50_50"] = figure(merges, yardstick, round_trips["cart_merge_50_50"])
        figures["log_in"] |= await _hashing(settings, port, kinds["log_in"], seconds)
    figures["yardstick"] = {"rps": round(yardstick, 1)}
    return figures


def figure(load: Load, yardstick: float, round_trips: int) -> dict[str, float]:
    return {
        "rps": round(load.rps, 1),
        "p50_ms": load.p50_ms,
        "p99_ms": load.p99_ms,
        "ratio": round(load.rps / yardstick, 4),
        "round_trips": round_trips,
    }


async def _hashing(settings: Settings, port: int, log_ins: Calls, seconds: int) -> dict[str, float]:
    """Which part of a log-in, one at a time, is the checking of the password."""
    alone = await measure(port, log_ins, connections=1, seconds=seconds, warm_up_s=0.2)
    hashing_ms = await verifying_ms(settings)
    return {
        "alone_p50_ms": alone.p50_ms,
        "hashing_ms": round(hashing_ms, 3),
        "hashing_share": round(hashing_ms / alone.p50_ms, 3),
    }


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


def _batches(shoppers: Sequence[Shopper]) -> Calls:
    """A hundred new operations on a hundred products, for each shopper in turn."""

    def make(serial: int) -> Call:
        shopper = shoppers[serial % len(shoppers)]
        named = new_id().hex
        operations = [
            {
                "id": f"{named}-{place}",
                "type": "add",
                "productId": str(shopper.products[place]),
                "quantity": 1,
            }
            for place in range(OPERATIONS)
        ]
        return Call(
            method="POST",
            path="/api/cart/batch",
            headers=_headers(shopper),
            body=msgspec.json.encode({"operations": operations}),
        )

    return make


def _log_ins(emails: Sequence[str]) -> Calls:
    def make(serial: int) -> Call:
        body = {"email": emails[serial % len(emails)], "password": PASSWORD}
        return Call(
            method="POST",
            path="/api/auth/login",
            headers={"Content-Type": "application/json"},
            body=msgspec.json.encode(body),
        )

    return make


def _reads(shoppers: Sequence[Shopper]) -> Calls:
    def make(serial: int) -> Call:
        shopper = shoppers[serial % len(shoppers)]
        return Call(method="GET", path="/api/cart", headers=_headers(shopper))

    return make


def _headers(shopper: Shopper) -> dict[str, str]:
    return {"Authorization": f"Bearer {shopper.token}", "Content-Type": "application/json"}
