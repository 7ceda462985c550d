"""Merges of a guest's 50 lines into a customer's 50, each undone again before the next."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx

from adapters.outbound.postgres.engine import make_engine
from adapters.outbound.postgres.work import PostgresBegin
from adapters.outbound.system.clock import new_id
from adapters.outbound.tokens.access_tokens import SignedAccessTokens
from adapters.outbound.tokens.signed_claims import SignedClaims
from adapters.settings import Settings
from benchmarks.load import Call, Load, UnexpectedAnswer, percentile
from benchmarks.shoppers import seed_shoppers
from domain.carts.cart import Cart, CartLine
from domain.carts.history import CartAction, CartEntry
from domain.identity.account import Account
from domain.identity.caller import Caller, Role
from domain.identity.owner import Owner
from domain.shared.money import Money
from domain.shared.origin import SYSTEM

LINES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A guest and a customer, each with a full cart."""

    guest_token: str
    access_token: str

    def merge(self) -> Call:
        return Call(
            method="POST",
            path="/api/cart/merge",
            headers={
                "Authorization": f"Bearer {self.access_token}",
                "Content-Type": "application/json",
            },
            body=b'{"guestToken":"%s"}' % self.guest_token.encode(),
        )


async def seed_pairs(settings: Settings, *, count: int) -> list[Pair]:
    shoppers = await seed_shoppers(settings, count=2 * count, products_each=LINES)
    signed = SignedClaims(settings.token_secret, settings.token_issuer)
    tokens = SignedAccessTokens(signed, timedelta(hours=1))
    engine = make_engine(settings, role="bench")
    begin = PostgresBegin(engine)
    at = datetime.now(UTC)
    pairs = []
    try:
        for guest, user in zip(shoppers[::2], shoppers[1::2], strict=True):
            async with begin() as work:
                for shopper in (guest, user):
                    before = (await work.carts.lock(shopper.owner_id, new_id(), "GBP")).cart
                    after = _filled(before, shopper.products, at)
                    entry = CartEntry.of(CartAction.ADDED, before, after, SYSTEM, at)
                    await work.carts.save(before, after, entry)
                email = f"{user.owner_id.hex}@bench.example"
                await work.accounts.add(
                    Account(
                        id=user.owner_id,
                        email=email,
                        user_name="Bench",
                        created_at=at,
                        confirmed_at=at,
                    )
                )
                await work.commit()
            caller = Caller(owner=Owner(user.owner_id), role=Role.CUSTOMER)
            access = tokens.issue(caller, new_id(), at)
            pairs.append(Pair(guest_token=guest.token, access_token=access.token))
    finally:
        await engine.dispose()
    return pairs


async def measure_merges(port: int, pairs: Sequence[Pair], *, seconds: float) -> Load:
    """All pairs at once, each merging and undoing in turn; only the merges are timed."""
    until = time.perf_counter() + seconds
    latencies: list[float] = []

    async def one_pair(client: httpx.AsyncClient, pair: Pair) -> None:
        while time.perf_counter() < until:
            call = pair.merge()
            began = time.perf_counter()
            answer = await client.post(call.path, headers=call.headers, content=call.body)
            latencies.append(time.perf_counter() - began)
            if answer.status_code != 200 or answer.json()["status"] != "merged":
                raise UnexpectedAnswer(f"Expected a merge, got {answer.text[:200]}.")
            merge_id = answer.json()["mergeId"]
            undone = await client.post(f"/api/cart/merges/{merge_id}/undo", headers=call.headers)
            if undone.status_code != 200:
                raise UnexpectedAnswer(f"Expected an undo, got {undone.text[:200]}.")

    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        await asyncio.gather(*(one_pair(client, pair) for pair in pairs))
    latencies.sort()
    return Load(
        rps=len(latencies) / seconds,
        p50_ms=percentile(latencies, 0.50),
        p99_ms=percentile(latencies, 0.99),
        requests=len(latencies),
    )


def _filled(cart: Cart, products: Sequence[UUID], at: datetime) -> Cart:
    lines = tuple(
        CartLine(
            id=new_id(),
            product_id=product_id,
            quantity=1,
            price_when_added=Money(3_900, "GBP"),
            added_at=at,
        )
        for product_id in products
    )
    return Cart(id=cart.id, owner_id=cart.owner_id, currency=cart.currency, version=1, lines=lines)
