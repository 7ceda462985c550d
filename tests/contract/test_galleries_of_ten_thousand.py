"""With 10,000 pictures the last page of a gallery costs what the first does.

Cost is what PostgreSQL read: blocks of the table and its indexes, counted by the server itself
within the transaction; unlike time it is the same on any machine.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from adapters.outbound.postgres.pictures import PostgresPictures
from application.media.ports import PicturePage
from domain.media.gallery_cursor import GalleryCursor

COUNT, LIMIT = 10_000, 20
LAST = COUNT // LIMIT

FILL = text("""
    INSERT INTO pictures (
        id, owner_id, media_type, width_px, height_px, bytes_count, sha256, md5, original_sha256,
        original_name, asset_key, created_at
    )
    SELECT id, :owner, 'image/jpeg', 4000, 3000, 1000000, repeat('a', 64), repeat('b', 32),
        md5(id::text) || md5(id::text), 'dog.jpg', 'pictures/' || id || '.jpg',
        now() - number * interval '1 minute'
    FROM (SELECT gen_random_uuid() AS id, number FROM generate_series(1, :count) AS number) AS new
""")
BLOCKS = text("""
    SELECT sum(pg_stat_get_xact_blocks_fetched(oid)) FROM pg_class
    WHERE oid = 'pictures'::regclass
        OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'pictures'::regclass)
""")

Look = Callable[[PostgresPictures], Awaitable[PicturePage]]


@pytest.fixture
async def owner_id(postgres_engine: AsyncEngine) -> AsyncIterator[UUID]:
    owner_id = uuid4()
    async with postgres_engine.begin() as connection:
        await connection.execute(FILL, {"owner": owner_id, "count": COUNT})
    async with postgres_engine.execution_options(isolation_level="AUTOCOMMIT").connect() as outside:
        await outside.execute(text("VACUUM ANALYZE pictures"))
    yield owner_id
    async with postgres_engine.begin() as connection:
        forget = text("DELETE FROM pictures WHERE owner_id = :owner")
        await connection.execute(forget, {"owner": owner_id})


async def looked(engine: AsyncEngine, look: Look) -> tuple[PicturePage, int, float]:
    """What is found, how many blocks it took and how many milliseconds; the second look counts."""
    async with engine.connect() as connection:
        pictures = PostgresPictures(connection)
        await look(pictures)
        before = (await connection.execute(BLOCKS)).scalar_one()
        begun = time.perf_counter()
        found = await look(pictures)
        took_ms = (time.perf_counter() - begun) * 1000
        after = (await connection.execute(BLOCKS)).scalar_one()
    return found, int(after - before), took_ms


async def cursor_before_last(engine: AsyncEngine, owner_id: UUID) -> GalleryCursor:
    async with engine.connect() as connection:
        last = (
            await PostgresPictures(connection).page(owner_id, page=LAST - 1, limit=LIMIT)
        ).items[-1]
    return GalleryCursor(created_at=last.created_at, id=last.id, page=LAST)


async def test_the_last_page_costs_what_the_first_does(
    postgres_engine: AsyncEngine, owner_id: UUID, record_property: Callable[[str, object], None]
) -> None:
    after = await cursor_before_last(postgres_engine, owner_id)
    first, first_blocks, first_ms = await looked(
        postgres_engine, lambda pictures: pictures.page(owner_id, page=1, limit=LIMIT)
    )
    last, last_blocks, last_ms = await looked(
        postgres_engine,
        lambda pictures: pictures.page(owner_id, page=LAST, limit=LIMIT, after=after),
    )
    numbered, numbered_blocks, numbered_ms = await looked(
        postgres_engine, lambda pictures: pictures.page(owner_id, page=LAST, limit=LIMIT)
    )
    for name, value in (
        ("first", (first_blocks, first_ms)),
        ("last", (last_blocks, last_ms)),
        ("numbered", (numbered_blocks, numbered_ms)),
    ):
        record_property(name, value)
    assert (first.has_more, last.has_more, numbered.has_more) == (True, False, False)
    assert list(last.items) == list(numbered.items)
    assert len(last.items) == LIMIT
    assert last_blocks <= first_blocks * 1.2
    # By number, the pages before are skipped in the index: some hundred blocks and not 10,000 rows.
    assert numbered_blocks <= first_blocks + COUNT / 50
