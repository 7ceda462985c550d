"""What a person leaves behind in PostgreSQL, and how it is erased: docs/privacy.md."""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CursorResult, text
from sqlalchemy.ext.asyncio import AsyncConnection

from adapters.outbound.postgres import erasing
from adapters.outbound.postgres.orders_of_person import OrderTraces, PostgresOrdersOfPerson
from domain.designs.render import render_keys
from domain.identity.email import erased_email
from domain.media.picture_files import files_of
from domain.media.resumable_upload import part_key
from domain.orders.order import Order
from domain.privacy.erasure import (
    NEEDS_NO_FILE,
    PARTNERS_EVENTS,
    PARTNERS_REASONS,
    Erased,
    personal_words,
    without_person,
)
from domain.shared.erased import ERASED, ERASED_EMAIL


class PostgresPersonalTraces:
    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._orders = PostgresOrdersOfPerson(connection)

    async def erase(
        self, owner_id: UUID, at: datetime, *, last_mail_written_before: datetime
    ) -> Erased:
        await self._run(erasing.LET_THROUGH_THE_WALL)
        persons = list((await self._run(erasing.PERSONS, owner=owner_id)).scalars())
        # A checkout under way holds the cart: once the cart is ours, its order is there to be seen.
        await self._orders.lock(persons, at)
        await self._run(erasing.LOCK_CARTS, persons=persons)
        found = await self._orders.lock(persons, at)
        await self._anonymise(found)
        await self._forget_mails(owner_id, found, last_mail_written_before)
        for statement in erasing.BELONGINGS:
            await self._run(statement, persons=persons)
        files = await self._forget_pictures(persons, found.unfinished)
        await self._run(
            erasing.ACCOUNT, owner=owner_id, erased=ERASED, email=erased_email(owner_id)
        )
        unsent = (await self._run(erasing.LAST_MAILS, owner=owner_id, email=ERASED_EMAIL)).scalar()
        left = (await self._run(erasing.PICTURES_LEFT, persons=persons)).scalar()
        is_complete = not (found.unfinished or unsent or left)
        if is_complete:
            for statement in erasing.TIES:
                await self._run(statement, persons=persons)
        return Erased(files=tuple(files), open_orders=found.open_orders, is_complete=is_complete)

    async def forget_event_bodies(self, received_before: datetime, limit: int) -> None:
        await self._run(erasing.LET_THROUGH_THE_WALL)
        await self._run(erasing.OLD_BODIES, before=received_before, limit=limit)

    async def forget_mails_to(self, email: str) -> None:
        await self._run(erasing.MAILS_TO, email=email, erased=ERASED_EMAIL)

    async def _anonymise(self, found: OrderTraces) -> None:
        """First what quotes the person, as long as the orders still say by which words."""
        words = sorted({word for order in found.all for word in personal_words(order)})
        ids = [order.id for order in found.all]
        for statement in erasing.QUOTATIONS:
            await self._run(
                statement, orders=ids, patterns=[like(word) for word in words], erased=ERASED
            )
        await self._run(erasing.EMAILS_OF_ORDERS, orders=ids, email=ERASED_EMAIL)
        if not found.finished:
            return
        changed = [without_person(order) for order in found.finished]
        await self._connection.execute(
            erasing.ADDRESSES_OF_ORDERS,
            [
                {"id": order.id, "address": asdict(order.address), "held": order.held_because}
                for order in changed
            ],
        )
        for statement in erasing.PARTNERS_WORDS:
            await self._run(
                statement,
                orders=found.finished_ids,
                erased=ERASED,
                events=list(PARTNERS_EVENTS),
                reasons=list(PARTNERS_REASONS),
            )
        for statement in erasing.FROZEN_REQUESTS:
            await self._run(statement, orders=found.finished_ids)
        await self._run(
            erasing.INBOX,
            objects=list(found.references),
            references=[reference.encode() for reference in found.references],
            since=min(order.placed_at for order in found.finished),
        )

    async def _forget_mails(
        self, owner_id: UUID, found: OrderTraces, last_mail_written_before: datetime
    ) -> None:
        scrubbed = await self._run(
            erasing.MAILS,
            owner=owner_id,
            orders=[order.id for order in found.all],
            erased=ERASED_EMAIL,
            before=last_mail_written_before,
        )
        about = [*(order.id for order in found.all), *found.print_ids, *scrubbed.scalars()]
        for statement in (erasing.JOBS, erasing.DEAD_JOBS):
            await self._run(statement, names=[str(each) for each in about])

    async def _forget_pictures(
        self, persons: Collection[UUID], unfinished: Sequence[Order]
    ) -> Sequence[str]:
        elsewhere = await self._run(
            erasing.NEEDED_ELSEWHERE, persons=persons, over=sorted(NEEDS_NO_FILE)
        )
        needed = [*(order.id for order in unfinished), *elsewhere.scalars()]
        await self._run(erasing.PRODUCTS, persons=persons, needed=needed)
        await self._run(erasing.DESIGNS, persons=persons, needed=needed)
        renders = await self._run(erasing.RENDERS, persons=persons, needed=needed)
        pictures = await self._run(erasing.PICTURES, persons=persons, needed=needed)
        uploads = await self._run(erasing.UPLOADS, persons=persons)
        exports = await self._run(erasing.EXPORTS, persons=persons)
        # The files of a picture that its owner deleted were erased then.
        files = [
            key
            for row in pictures
            if row.deleted_at is None
            for key in files_of(row.asset_key, row.thumbnail_widths)
        ]
        parts = [part_key(row.id, part) for row in uploads for part in row.begun]
        drawn = [key for row in renders for key in render_keys(row.id, row.attempt)]
        return [*files, *parts, *drawn, *exports.scalars()]

    async def _run(self, statement: str, **given: object) -> CursorResult[Any]:
        return await self._connection.execute(text(statement), given)


def like(word: str) -> str:
    """A pattern that finds the word anywhere."""
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
