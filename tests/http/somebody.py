"""A customer with something of everything that the shop keeps, and all the ids of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import httpx

from adapters.inbound.demo.picture import painted_picture
from adapters.inbound.supervisor.stack import Stack
from tests.contract.persistence import ALL_TABLES
from tests.http.buyer import ADDRESS, Buyer, new_buyer
from tests.http.customer import Customer, log_in, new_customer
from tests.http.designing import a_draft, job_over
from tests.http.faults import seen
from tests.http.filling import filled
from tests.http.merging import with_product
from tests.http.paying import checked_out, order, pay
from tests.http.uploading import begun

EXPORT = "/api/profiles/export"
PATIENCE_S = 40.0
# What the shop does by itself goes on in these.
NOT_COMPARED = {"jobs", "mails", "heartbeats", "alembic_version"}
ROWS = """
    SELECT kept::text FROM {table} AS kept
    WHERE kept::text ILIKE ANY(SELECT '%' || wanted || '%' FROM unnest($1::text[]) AS wanted)
    ORDER BY 1
"""
VIEWS = (
    "/api/cart",
    "/api/cart/history",
    "/api/cart/health",
    "/api/orders",
    "/api/addresses",
    "/api/profiles",
    "/api/user-images",
    "/api/designs",
    EXPORT,
)
# A link is signed anew each time that it is asked for.
SIGNED_ANEW = {"url", "urlExpiresAt", "thumbnailUrl"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Somebody:
    """`ids` by what they are ids of; `guest` was merged into the customer, and may be again."""

    customer: Customer
    guest: Buyer
    retry_key: str
    operation_id: str
    ids: Mapping[str, str] = field(default_factory=dict)

    async def state(self, database: asyncpg.Connection) -> dict[str, Any]:
        """Everything that the customer can see, and every row that names anything of theirs."""
        return {**await self._seen(), **await self._kept(database)}

    async def _seen(self) -> dict[str, Any]:
        paths = (*VIEWS, f"/api/orders/{self.ids['order']}", f"/api/products/{self.ids['product']}")
        answers = [await self.customer.ask("GET", path) for path in paths]
        assert all(answer.status_code == 200 for answer in answers), answers
        return {path: _unsigned(answer.json()) for path, answer in zip(paths, answers, strict=True)}

    async def _kept(self, database: asyncpg.Connection) -> dict[str, Any]:
        names = {row["table_name"] for row in await database.fetch(ALL_TABLES)} - NOT_COMPARED
        wanted = [*self.ids.values(), self.customer.email]
        return {
            name: [row["kept"] for row in await database.fetch(ROWS.format(table=name), wanted)]
            for name in sorted(names)
        }


async def somebody(
    http: httpx.AsyncClient,
    database: asyncpg.Connection,
    outside: httpx.AsyncClient,
    stack: Stack,
) -> Somebody:
    """Nothing about them changes any more by itself; their merge can still be undone."""
    customer = await new_customer(http, database)
    product_id = await with_product(customer, painted_picture(1200, 800), 2)
    checkout = await checked_out(customer)
    await pay(outside, stack, checkout)
    saved = await customer.ask("POST", "/api/addresses", json=ADDRESS)
    await customer.ask("POST", EXPORT)
    placed = await seen(
        lambda: order(customer, checkout), lambda found: found["status"] == "delivered", PATIENCE_S
    )
    export = await seen(
        lambda: _export(customer), lambda found: found["status"] == "completed", PATIENCE_S
    )
    await seen(customer.cart, lambda cart: not cart["items"])
    guest = await new_buyer(http)
    await filled(guest, 2, width_px=1201)
    body = {"productId": product_id, "quantity": 1}
    await customer.ask("POST", "/api/cart", {"Idempotency-Key": product_id}, json=body)
    merge = (await log_in(http, customer.email, guestToken=guest.token)).json()
    cart = await customer.cart()
    pictures = (await customer.ask("GET", "/api/user-images")).json()["items"]
    design = await a_draft(customer, pictures[0]["id"])
    drawn = await customer.ask("POST", f"{design['urls']['preview']}?quality=high")
    await job_over(customer, drawn.json()["jobId"])
    upload = await begun(customer, 10, filename="half.jpg")
    return Somebody(
        customer=customer,
        guest=guest,
        retry_key=product_id,
        operation_id="fill-0",
        ids={
            "account": customer.user_id,
            "address": saved.json()["id"],
            "asset": _key(pictures[0]["url"]),
            "cart": cart["id"],
            "design": design["id"],
            "export": _key(export["url"]),
            "job": drawn.json()["jobId"],
            "line": cart["items"][0]["id"],
            "merge": merge["merge"]["report"]["mergeId"],
            "order": checkout["orderId"],
            "order line": placed["items"][0]["id"],
            "picture": pictures[0]["id"],
            "product": product_id,
            "session": merge["sessionId"],
            "upload": upload.path.rpartition("/")[2],
        },
    )


async def _export(customer: Customer) -> dict[str, Any]:
    told: dict[str, Any] = (await customer.ask("GET", EXPORT)).json()
    return told


def _key(url: str) -> str:
    return urlsplit(url).path.removeprefix("/assets/")


def _unsigned(told: Any) -> Any:
    if isinstance(told, dict):
        return {name: _unsigned(each) for name, each in told.items() if name not in SIGNED_ANEW}
    return [_unsigned(each) for each in told] if isinstance(told, list) else told
