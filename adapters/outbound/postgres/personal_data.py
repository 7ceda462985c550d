"""Everything PostgreSQL holds about a person, read in one snapshot."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.outbound.postgres.erasing import CARTS, PERSONS
from adapters.outbound.postgres.errors import translated
from adapters.outbound.postgres.tables.carts import cart_history, cart_lines, carts
from adapters.outbound.postgres.tables.designs import design_revisions, designs, renders
from adapters.outbound.postgres.tables.facts import timeline
from adapters.outbound.postgres.tables.fulfilment import dropships, mails
from adapters.outbound.postgres.tables.identity import users
from adapters.outbound.postgres.tables.logins import login_sessions
from adapters.outbound.postgres.tables.orders import order_lines, orders
from adapters.outbound.postgres.tables.personal import addresses, personal_exports
from adapters.outbound.postgres.tables.pictures import pictures
from adapters.outbound.postgres.tables.products import products
from adapters.outbound.postgres.tables.uploads import uploads
from domain.orders.timeline import as_told_to_its_buyer
from domain.privacy.personal_data import FIELDS

Row = dict[str, Any]


class PostgresPersonalData:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine.execution_options(isolation_level="REPEATABLE READ")

    async def collect(self, owner_id: UUID) -> Mapping[str, Sequence[Mapping[str, object]]]:
        async with translated(), self._engine.connect() as connection:
            return await Collecting(connection).everything(owner_id)


class Collecting:
    """One statement for each kind of row, however much there is of it."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def everything(self, owner_id: UUID) -> Mapping[str, Sequence[Mapping[str, object]]]:
        found = await self._connection.execute(text(PERSONS), {"owner": owner_id})
        persons = list(found.scalars())
        placed = await self._orders(persons)
        written = (mails.c.account_id == owner_id) | mails.c.order_id.in_(placed)
        kept = await self._rows("addresses", addresses, addresses.c.owner_id.in_(persons))
        return {
            "profile": await self._rows("profile", users, users.c.id == owner_id),
            "addresses": [{**row.pop("address"), **row} for row in kept],
            "carts": await self._carts(persons),
            "pictures": await self._rows(
                "pictures",
                pictures,
                pictures.c.owner_id.in_(persons) & pictures.c.deleted_at.is_(None),
            ),
            "uploads": await self._rows("uploads", uploads, uploads.c.owner_id.in_(persons)),
            "designs": await self._designs(persons),
            "renders": await self._rows("renders", renders, renders.c.owner_id.in_(persons)),
            "products": await self._rows("products", products, products.c.owner_id.in_(persons)),
            "orders": list(placed.values()),
            "mails": await self._rows("mails", mails, written),
            "sessions": await self._rows(
                "sessions", login_sessions, login_sessions.c.account_id == owner_id
            ),
            "exports": await self._rows(
                "exports", personal_exports, personal_exports.c.account_id == owner_id
            ),
        }

    async def _rows(self, kind: str, table: Table, condition: ColumnElement[bool]) -> Sequence[Row]:
        """In the order they came to be: ids are sorted by time."""
        columns = [table.c[name] for name in FIELDS[kind]]
        return await self._read(select(*columns).where(condition).order_by(table.c.id))

    async def _orders(self, persons: Sequence[UUID]) -> dict[UUID, Row]:
        rows = await self._rows("orders", orders, orders.c.owner_id.in_(persons))
        ids = [row["id"] for row in rows]
        lines = await self._parts("lines", order_lines, order_lines.c.order_id, ids, "position")
        story = await self._parts("timeline", timeline, timeline.c.order_id, ids, "id")
        prints = await self._parts("prints", dropships, dropships.c.order_id, ids, "id")
        return {
            row["id"]: row
            | {
                "lines": lines[row["id"]],
                "timeline": [as_told_to_its_buyer(entry) for entry in story[row["id"]]],
                "prints": prints[row["id"]],
            }
            for row in rows
        }

    async def _designs(self, persons: Sequence[UUID]) -> Sequence[Row]:
        rows = await self._rows("designs", designs, designs.c.owner_id.in_(persons))
        ids = [row["id"] for row in rows]
        of_design = design_revisions.c.design_id
        told = await self._parts("revisions", design_revisions, of_design, ids, "revision")
        return [row | {"revisions": told[row["id"]]} for row in rows]

    async def _carts(self, persons: Sequence[UUID]) -> Sequence[Row]:
        found = await self._connection.execute(text(CARTS), {"persons": persons})
        rows = await self._rows("carts", carts, carts.c.id.in_(found.scalars().all()))
        ids = [row["id"] for row in rows]
        lines = await self._parts("cart_lines", cart_lines, cart_lines.c.cart_id, ids, "added_at")
        story = await self._parts("history", cart_history, cart_history.c.cart_id, ids, "id")
        return [row | {"lines": lines[row["id"]], "history": story[row["id"]]} for row in rows]

    async def _parts(
        self, kind: str, table: Table, belongs_to: Any, ids: Sequence[UUID], order: str
    ) -> Mapping[UUID, Sequence[Row]]:
        columns = [table.c[name] for name in FIELDS[kind]]
        rows = await self._read(
            select(belongs_to.label("whole"), *columns)
            .where(belongs_to.in_(ids))
            .order_by(belongs_to, table.c[order])
        )
        found: dict[UUID, list[Row]] = defaultdict(list)
        for row in rows:
            found[row.pop("whole")].append(row)
        return found

    async def _read(self, wanted: Select[Any]) -> Sequence[Row]:
        rows: Iterable[Any] = (await self._connection.execute(wanted)).mappings()
        return [dict(row) for row in rows]
