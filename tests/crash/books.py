"""Everything that is written down when all is quiet: ours, Stripe's, the lab's and the post's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Any

import asyncpg
import httpx

from tests.crash.shopper import Promise, Repeat, Shopping

Row = dict[str, Any]
Violations = Iterator[str]
TABLES = (
    "orders",
    "order_lines",
    "renders",
    "checkout_sessions",
    "payment_facts",
    "dropships",
    "timeline",
    "jobs",
    "mails",
    "refunds",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """`tables` by name; `events` and `callbacks` are those that were answered 2xx.

    `secrets` are ours and buyers' credentials, which nobody may find in `logs`.
    """

    read_at: datetime
    tables: Mapping[str, Sequence[Row]]
    inbox: frozenset[str]
    sessions: Sequence[Row]
    intents: Sequence[Row]
    refunds: Sequence[Row]
    events: Sequence[str]
    requests: Sequence[Row]
    prints: Sequence[Row]
    posts: dict[str, Row]
    callbacks: Sequence[Row]
    mails: Sequence[EmailMessage]
    promises: Sequence[Promise]
    repeats: Sequence[Repeat]
    complaints: Sequence[str]
    logs: str
    secrets: Sequence[str]

    def rows_of(self, table: str, order_id: Any) -> list[Row]:
        return [row for row in self.tables[table] if row["order_id"] == order_id]


async def read_books(shopping: Shopping) -> Books:
    world = shopping.world
    environment = world.environment
    connection = await asyncpg.connect(environment["DATABASE_URL"])
    try:
        tables = {
            name: [dict(row) for row in await connection.fetch(f"SELECT * FROM {name}")]  # noqa: S608
            for name in TABLES
        }
        inbox = await connection.fetch("SELECT event_id FROM inbox")
        read_at = await connection.fetchval("SELECT now()")
    finally:
        await connection.close()
    stripe = Stripe(shopping.outside, environment)
    lab = Lab(shopping.outside, environment)
    found = await lab.control("orders")
    names = ("TOKEN_SECRET", "ASSET_SECRET", "STRIPE_API_KEY", "STRIPE_WEBHOOK_SECRETS")
    folders = {stack.data.path for stack in world.stacks.values()}
    return Books(
        read_at=read_at,
        tables=tables,
        inbox=frozenset(row["event_id"] for row in inbox),
        sessions=await stripe.all("/v1/checkout/sessions"),
        intents=await stripe.all("/v1/payment_intents"),
        refunds=await stripe.all("/v1/refunds"),
        events=[
            each["event_id"]
            for each in (await stripe.control("deliveries"))["deliveries"]
            if each["state"] == "delivered"
        ],
        requests=(await stripe.control("requests"))["requests"],
        prints=found["orders"],
        posts=found["idempotencyKeys"],
        callbacks=[
            each
            for each in (await lab.control("callbacks"))["callbacks"]
            if each["state"] == "delivered"
        ],
        mails=world.post.taken,
        promises=shopping.promises,
        repeats=shopping.repeats,
        complaints=shopping.complaints,
        logs="".join(
            log.read_text(errors="replace")
            for folder in folders
            for log in sorted(folder.rglob("*.log"))
        ),
        secrets=[
            *(environment[name] for name in (*names, "PRODIGI_API_KEY")),
            *(row["callback_token"] for row in tables["dropships"]),
            *shopping.tokens,
        ],
    )


@dataclass(frozen=True, slots=True)
class Stripe:
    http: httpx.AsyncClient
    environment: dict[str, str]

    async def all(self, path: str) -> list[Row]:
        """Every object of a list, page after page."""
        headers = {"Authorization": f"Bearer {self.environment['STRIPE_API_KEY']}"}
        found: list[Row] = []
        while True:
            after = {"starting_after": found[-1]["id"]} if found else {}
            answer = await self.http.get(
                f"{self.environment['STRIPE_API_BASE']}{path}",
                params={"limit": "100", **after},
                headers=headers,
            )
            page = answer.raise_for_status().json()
            found += page["data"]
            if not page["has_more"]:
                return found

    async def control(self, what: str) -> Row:
        answer = await self.http.get(f"{self.environment['STRIPE_API_BASE']}/_control/{what}")
        told: Row = answer.raise_for_status().json()
        return told


@dataclass(frozen=True, slots=True)
class Lab:
    http: httpx.AsyncClient
    environment: dict[str, str]

    async def control(self, what: str) -> Row:
        answer = await self.http.get(f"{self.environment['PRODIGI_API_BASE']}/_control/{what}")
        told: Row = answer.raise_for_status().json()
        return told
