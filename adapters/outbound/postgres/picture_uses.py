"""Orders that show a picture, in PostgreSQL: locked before it, and read after it was locked."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres.orders import from_rows
from adapters.outbound.postgres.tables.fulfilment import dropships
from adapters.outbound.postgres.tables.orders import checkout_sessions, order_lines, orders
from adapters.outbound.postgres.tables.pictures import pictures
from domain.checkout.session import CheckoutSession
from domain.fulfilment.status import DropshipStatus
from domain.media.picture import SECOND_COPY
from domain.media.picture_use import LinePrint, PictureUse


class PostgresPictureUses:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def lock_orders(self, owner_id: UUID, picture_id: UUID) -> None:
        chosen, copy = pictures.alias("chosen"), pictures.alias("copy")
        first = func.split_part(chosen.c.original_sha256, SECOND_COPY, 1)
        other = func.split_part(copy.c.original_sha256, SECOND_COPY, 1)
        shown_in = (
            select(order_lines.c.order_id)
            .join(copy, copy.c.id == order_lines.c.picture_id)
            .join(chosen, first == other)
            .where(
                chosen.c.id == picture_id,
                chosen.c.owner_id == owner_id,
                copy.c.owner_id == owner_id,
            )
        )
        await self._connection.execute(
            select(orders.c.id)
            .where(orders.c.id.in_(shown_in))
            .order_by(orders.c.id)
            .with_for_update(key_share=True)
        )

    async def of(self, picture_ids: Collection[UUID]) -> Sequence[PictureUse]:
        lines: dict[UUID, list[UUID]] = defaultdict(list)
        for line in await self._connection.execute(
            select(order_lines.c.order_id, order_lines.c.id)
            .where(order_lines.c.picture_id.in_(picture_ids))
            .order_by(order_lines.c.order_id, order_lines.c.position)
        ):
            lines[line.order_id].append(line.id)
        if not lines:
            return []
        found = await self._connection.execute(
            select(orders).where(orders.c.id.in_(lines)).order_by(orders.c.number)
        )
        prints = await self._prints([line for own in lines.values() for line in own])
        sessions = await self._sessions(lines)
        return [
            PictureUse(
                order=from_rows(row, []),
                line_ids=tuple(lines[row.id]),
                prints=tuple(each for line in lines[row.id] for each in prints[line]),
                session=sessions.get(row.id),
            )
            for row in found
        ]

    async def _prints(self, line_ids: Collection[UUID]) -> dict[UUID, list[LinePrint]]:
        found: dict[UUID, list[LinePrint]] = defaultdict(list)
        for row in await self._connection.execute(
            select(dropships.c.line_id, dropships.c.fulfilment_no, dropships.c.status).where(
                dropships.c.line_id.in_(line_ids)
            )
        ):
            made = LinePrint(
                line_id=row.line_id,
                fulfilment_no=row.fulfilment_no,
                status=DropshipStatus(row.status),
            )
            found[row.line_id].append(made)
        return found

    async def _sessions(self, order_ids: Collection[UUID]) -> dict[UUID, CheckoutSession]:
        found = await self._connection.execute(
            select(checkout_sessions).where(checkout_sessions.c.order_id.in_(order_ids))
        )
        return {row["order_id"]: CheckoutSession(**row) for row in found.mappings()}
