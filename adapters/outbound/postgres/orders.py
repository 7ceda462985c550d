"""Orders in PostgreSQL."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.tables.facts import payment_facts
from adapters.outbound.postgres.tables.orders import IS_OPEN, order_lines, order_numbers, orders
from domain.orders.number import order_number
from domain.orders.order import CartHasOpenOrder, Order, OrderLine, OrderNotFound
from domain.orders.status import OPEN_FOR_PAYMENT, OrderStatus
from domain.payments.facts import FactKind
from domain.pricing.totals import Totals
from domain.shared.money import Money
from domain.shipping.address import Address

OPEN = [status.value for status in OPEN_FOR_PAYMENT]


class PostgresOrders:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def next_number(self) -> str:
        serial = await self._connection.scalar(select(order_numbers.next_value()))
        return order_number(serial or 0)

    async def add(self, order: Order) -> None:
        # Waits for a twin in flight, and leaves the transaction usable when the twin was first.
        adding = upsert(orders).on_conflict_do_nothing(
            index_elements=["cart_id"], index_where=IS_OPEN
        )
        added = await self._connection.execute(adding.values(to_row(order)).returning(orders.c.id))
        if added.first() is None:
            raise CartHasOpenOrder
        await self._connection.execute(insert(order_lines).values(line_rows(order)))

    async def lock(self, order_id: UUID) -> Order:
        order = await self._locked(select(orders).where(orders.c.id == order_id))
        if order is None:
            raise OrderNotFound
        return order

    async def lock_by_payment(self, payment_intent_id: str) -> Order | None:
        return await self._locked(
            select(orders).where(
                or_(
                    orders.c.payment_intent_id == payment_intent_id,
                    orders.c.id.in_(_paid_again_by(payment_intent_id)),
                )
            )
        )

    async def lock_open_for_cart(self, cart_id: UUID) -> Order | None:
        return await self._locked(
            select(orders).where(orders.c.cart_id == cart_id, orders.c.status.in_(OPEN))
        )

    async def save(self, order: Order) -> None:
        await self._connection.execute(
            update(orders)
            .where(orders.c.id == order.id)
            .values(
                cart_version=order.cart_version,
                status=order.status.value,
                paid_at=order.paid_at,
                payment_intent_id=order.payment_intent_id,
                held_because=order.held_because,
                accepted_minor=order.accepted_minor,
            )
        )

    async def get(self, owner_id: UUID, order_id: UUID) -> Order:
        found = await self.those(
            select(orders).where(orders.c.id == order_id, orders.c.owner_id == owner_id)
        )
        if not found:
            raise OrderNotFound
        return found[0]

    async def page(self, owner_id: UUID, page: int, limit: int) -> Sequence[Order]:
        return await self.those(
            select(orders)
            .where(orders.c.owner_id == owner_id)
            .order_by(orders.c.placed_at.desc(), orders.c.id.desc())
            .offset((page - 1) * limit)
            .limit(limit + 1)
        )

    async def _locked(self, wanted: Select[Any]) -> Order | None:
        found = await self.those(wanted.with_for_update())
        return found[0] if found else None

    async def those(self, wanted: Select[Any]) -> list[Order]:
        rows = (await self._connection.execute(wanted)).all()
        if not rows:
            return []
        found = await self._connection.execute(
            select(order_lines)
            .where(order_lines.c.order_id.in_([row.id for row in rows]))
            .order_by(order_lines.c.order_id, order_lines.c.position)
        )
        lines: dict[UUID, list[Row[Any]]] = {}
        for line in found:
            lines.setdefault(line.order_id, []).append(line)
        return [from_rows(row, lines.get(row.id, [])) for row in rows]


def _paid_again_by(payment_intent_id: str) -> Select[tuple[UUID]]:
    """A second payment of an order is known from the facts only."""
    return select(payment_facts.c.order_id).where(
        payment_facts.c.payment_intent_id == payment_intent_id,
        payment_facts.c.kind == FactKind.SUCCEEDED.value,
    )


def to_row(order: Order) -> dict[str, Any]:
    return {
        "id": order.id,
        "number": order.number,
        "owner_id": order.owner_id,
        "cart_id": order.cart_id,
        "cart_version": order.cart_version,
        "status": order.status.value,
        "email": order.email,
        "address": asdict(order.address),
        "shipping_method": order.shipping_method,
        "currency": order.totals.currency,
        "subtotal": order.totals.subtotal.amount,
        "shipping": order.totals.shipping.amount,
        "tax": order.totals.tax.amount,
        "total": order.totals.total.amount,
        "tax_percent": order.totals.tax_percent,
        "fingerprint": order.fingerprint,
        "placed_at": order.placed_at,
        "paid_at": order.paid_at,
        "payment_intent_id": order.payment_intent_id,
        "held_because": order.held_because,
        "accepted_minor": order.accepted_minor,
    }


def line_rows(order: Order) -> list[dict[str, Any]]:
    return [
        {
            "id": line.id,
            "order_id": order.id,
            "position": position,
            "product_id": line.product_id,
            "picture_id": line.picture_id,
            "title": line.title,
            "sku": line.sku,
            "attributes": line.attributes,
            "sizing": line.sizing,
            "asset_key": line.asset_key,
            "asset_md5": line.asset_md5,
            "quantity": line.quantity,
            "unit_price": line.unit_price.amount,
            "design_id": line.design_id,
            "design_revision": line.design_revision,
            "render_id": line.render_id,
        }
        for position, line in enumerate(order.lines)
    ]


def from_rows(row: Row[Any], lines: Sequence[Row[Any]]) -> Order:
    return Order(
        id=row.id,
        number=row.number,
        owner_id=row.owner_id,
        cart_id=row.cart_id,
        cart_version=row.cart_version,
        status=OrderStatus(row.status),
        email=row.email,
        address=Address(**row.address),
        shipping_method=row.shipping_method,
        lines=tuple(_line(line, row.currency) for line in lines),
        totals=Totals(
            subtotal=Money(row.subtotal, row.currency),
            shipping=Money(row.shipping, row.currency),
            tax=Money(row.tax, row.currency),
            total=Money(row.total, row.currency),
            tax_percent=row.tax_percent,
        ),
        fingerprint=row.fingerprint,
        placed_at=row.placed_at,
        paid_at=row.paid_at,
        payment_intent_id=row.payment_intent_id,
        held_because=row.held_because,
        accepted_minor=row.accepted_minor,
    )


def _line(row: Row[Any], currency: str) -> OrderLine:
    return OrderLine(
        id=row.id,
        product_id=row.product_id,
        picture_id=row.picture_id,
        title=row.title,
        sku=row.sku,
        attributes=row.attributes,
        sizing=row.sizing,
        asset_key=row.asset_key,
        asset_md5=row.asset_md5,
        quantity=row.quantity,
        unit_price=Money(row.unit_price, currency),
        design_id=row.design_id,
        design_revision=row.design_revision,
        render_id=row.render_id,
    )
