"""Two hundred additions at once by one buyer: every one counts, and none counts twice."""

import asyncio
import secrets
from collections.abc import AsyncIterator

import httpx
import pytest

from adapters.inbound.supervisor.stack import Stack, running_stack
from tests.http.buyer import Buyer

ADDITIONS = 200
TRIES_MAX = 20


@pytest.fixture(scope="module")
async def roomy(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The address of one more API on the same database, whose lines take that many pieces."""
    given = {name: value for name, value in stack.environment.items() if name != "PUBLIC_BASE_URL"}
    given["CART_LINE_QUANTITY_MAX"] = str(ADDITIONS)
    data_dir = tmp_path_factory.mktemp("roomy")
    async with running_stack(data_dir, only={"api"}, environment=given) as roomy:
        yield roomy.environment["PUBLIC_BASE_URL"]


async def until_it_counts(
    http: httpx.AsyncClient, buyer: Buyer, product_id: str, key: str | None
) -> int:
    """How often it was sent: again, as told, while the shop is too busy to take it in."""
    headers = {"Authorization": f"Bearer {buyer.token}"}
    headers |= {} if key is None else {"Idempotency-Key": key}
    for sent in range(1, TRIES_MAX + 1):
        body = {"productId": product_id, "quantity": 1}
        answer = await http.post("/api/cart", headers=headers, json=body)
        if answer.status_code == 200:
            return sent
        assert answer.status_code in (409, 503), answer.text
        await asyncio.sleep(float(answer.headers["Retry-After"]))
    raise TimeoutError


@pytest.mark.parametrize("keyed", [False, True], ids=["without a key", "with a key each"])
async def test_two_hundred_additions_at_once_all_count(
    roomy: str, buyer: Buyer, product_id: str, *, keyed: bool
) -> None:
    limits = httpx.Limits(max_connections=ADDITIONS)
    async with httpx.AsyncClient(
        base_url=roomy, timeout=60.0, trust_env=False, limits=limits
    ) as http:
        await asyncio.gather(
            *(
                until_it_counts(http, buyer, product_id, secrets.token_hex(8) if keyed else None)
                for _ in range(ADDITIONS)
            )
        )
    cart = await buyer.cart()
    assert [line["quantity"] for line in cart["items"]] == [ADDITIONS]
    assert cart["version"] == ADDITIONS


async def test_additions_of_several_products_at_once_all_count(buyer: Buyer, image_id: str) -> None:
    frames = [("8x10", "black"), ("8x10", "white"), ("8x10", "natural"), ("8x10", "brown")]
    products = []
    for size, material in frames:
        made = await buyer.make_product(image_id, frameSize=size, frameMaterial=material)
        assert made.status_code == 201, made.text
        products.append(made.json()["id"])
    sent = [products[place % len(products)] for place in range(80)]
    await asyncio.gather(
        *(until_it_counts(buyer.http, buyer, each, secrets.token_hex(8)) for each in sent)
    )
    cart = await buyer.cart()
    assert {line["productId"]: line["quantity"] for line in cart["items"]} == dict.fromkeys(
        products, 20
    )
