"""The hot paths take few SQL round trips, counted on the wire, however full the cart is."""

from collections.abc import AsyncIterator, Callable
from itertools import count

import httpx
import msgspec
import pytest

import bootstrap
from adapters.settings import Settings
from benchmarks.counting import round_trips_of
from benchmarks.load import Call
from benchmarks.shoppers import Shopper, seed_shoppers
from tests.http.signing import event_body, signed

MOST = 200
ADD_MAX, READ_MAX, INTAKE_MAX = 5, 2, 4
# Claiming the key and keeping the answer are among them.
BATCH, BATCH_MAX = 100, 8

serials = count()


@pytest.fixture(scope="module")
async def settings(servers: dict[str, str], postgres_engine: object) -> Settings:
    """`postgres_engine` is what migrates the database."""
    return Settings.from_environment(servers)


@pytest.fixture(scope="module")
async def shoppers(settings: Settings) -> AsyncIterator[dict[int, Shopper]]:
    """By how many lines their carts will hold."""
    sizes = (1, 100, MOST)
    seeded = await seed_shoppers(settings, count=len(sizes), products_each=MOST)
    yield dict(zip(sizes, seeded, strict=True))


def adds(shopper: Shopper, product: int, *, keyed: bool = False) -> Callable[[int], Call]:
    def make(_: int) -> Call:
        key = {"Idempotency-Key": f"add-{next(serials)}"} if keyed else {}
        return Call(
            method="POST",
            path="/api/cart",
            headers={**bearer(shopper), "Content-Type": "application/json", **key},
            body=b'{"productId":"%s","quantity":1}' % str(shopper.products[product]).encode(),
        )

    return make


def batches(shopper: Shopper, lines: int, *, times: int = 1) -> Callable[[int], Call]:
    """A hundred operations with a retry key; the same ones again after `times`."""

    def make(serial: int) -> Call:
        operations = [
            {
                "id": f"{serial // times}-{place}",
                "type": ("set_quantity", "add")[place % 2],
                "productId": str(shopper.products[place % lines]),
                "quantity": 1 + serial // times % 3,
            }
            for place in range(BATCH)
        ]
        return Call(
            method="POST",
            path="/api/cart/batch",
            headers={
                **bearer(shopper),
                "Content-Type": "application/json",
                "Idempotency-Key": f"batch-{next(serials)}",
            },
            body=msgspec.json.encode({"operations": operations}),
        )

    return make


def reads(shopper: Shopper) -> Callable[[int], Call]:
    return lambda _: Call(method="GET", path="/api/cart", headers=bearer(shopper))


def bearer(shopper: Shopper) -> dict[str, str]:
    return {"Authorization": f"Bearer {shopper.token}"}


@pytest.mark.parametrize("lines", [1, 100, MOST])
async def test_a_cart_takes_few_round_trips_however_full_it_is(
    settings: Settings, shoppers: dict[int, Shopper], lines: int
) -> None:
    buyer = shoppers[lines]
    await fill_cart(settings, buyer, lines)
    taken = await round_trips_of(
        settings,
        {
            "add": adds(buyer, lines - 1),
            "read": reads(buyer),
            "keyed": adds(buyer, lines - 1, keyed=True),
            "batch": batches(buyer, lines),
            "replay": batches(buyer, lines, times=100),
        },
    )
    assert taken["add"] <= ADD_MAX, taken
    assert taken["read"] <= READ_MAX, taken
    assert taken["keyed"] <= ADD_MAX, taken
    assert taken["batch"] <= BATCH_MAX, taken
    assert taken["replay"] <= BATCH_MAX, taken


async def test_a_webhook_is_taken_in_with_few_round_trips(settings: Settings) -> None:
    def arrives(serial: int) -> Call:
        body = event_body()[1]
        headers = signed(body, settings.webhook_secrets[0])
        return Call(method="POST", path="/api/webhooks/stripe", headers=headers, body=body)

    taken = await round_trips_of(settings, {"intake": arrives})
    assert taken["intake"] <= INTAKE_MAX, taken


async def fill_cart(settings: Settings, buyer: Shopper, lines: int) -> None:
    app = bootstrap.build_http(settings)
    transport = httpx.ASGITransport(app=app)  # type: ignore[arg-type]
    async with (
        app.lifespan(),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        for place in range(lines):
            call = adds(buyer, place)(place)
            answer = await client.post(call.path, headers=call.headers, content=call.body)
            assert answer.status_code == 200, answer.text
        cart = await client.get("/api/cart", headers=bearer(buyer))
        assert len(cart.json()["items"]) == lines
