"""One page of a gallery: its place is found in an index, and only what is shown is read."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import DateTime, Select, Table, Uuid, literal, select, tuple_

from domain.media.gallery_cursor import GalleryCursor


def newest(
    table: Table,
    columns: Sequence[Any],
    *listed: Any,
    page: int,
    limit: int,
    after: GalleryCursor | None,
) -> Select[Any]:
    """Newest first, one more than asked for, which tells whether there is a next page.

    The inner query speaks of nothing but an index on (…, created_at, id), so that skipping pages
    reads no rows; a cursor skips nothing at all.
    """
    place = select(table.c.id).where(*listed)
    if after is None:
        place = place.offset((page - 1) * limit)
    else:
        last = tuple_(literal(after.created_at, DateTime(timezone=True)), literal(after.id, Uuid))
        place = place.where(tuple_(table.c.created_at, table.c.id) < last)
    found = place.order_by(*_newest_first(table)).limit(limit + 1).subquery("found")
    return (
        select(*columns)
        .join_from(table, found, table.c.id == found.c.id)
        .order_by(*_newest_first(table))
    )


def _newest_first(table: Table) -> tuple[Any, Any]:
    return table.c.created_at.desc(), table.c.id.desc()
