"""What is only ever added to is changed by nobody, but for what names a person who is erased."""

from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from adapters.outbound.postgres.erasing import LET_THROUGH_THE_WALL
from domain.designs.status import DesignStatus
from tests.contract.persistence import InPostgres
from tests.contract.sample_design import NOON, a_design, render_of
from tests.contract.sample_person import Person, a_person

REFUSED = [
    "UPDATE inbox SET type = 'other', body = '' WHERE body <> ''",
    "UPDATE inbox SET received_at = now()",
    "DELETE FROM inbox",
    "UPDATE timeline SET why = '', event = 'other'",
    "DELETE FROM timeline",
    "TRUNCATE timeline",
    "UPDATE payment_facts SET amount = 0",
    "DELETE FROM payment_facts",
    "TRUNCATE payment_facts",
    "UPDATE cart_history SET device = '', version = 0",
    "DELETE FROM cart_history",
    "UPDATE design_revisions SET parameters = '{}'",
    "DELETE FROM design_revisions",
    "TRUNCATE design_revisions",
]
ALLOWED = [
    "UPDATE inbox SET body = '' WHERE event_id LIKE 'evt_' || :order || '%'",
    "UPDATE timeline SET why = '' WHERE order_id = CAST(:order AS uuid)",
    """
    UPDATE cart_history SET actor_id = '', device = '', request_id = '', details = '{}'
    FROM carts WHERE carts.id = cart_id AND carts.owner_id = CAST(:owner AS uuid)
    """,
]


@pytest.fixture
async def person(postgres_engine: AsyncEngine) -> Person:
    return await a_person(InPostgres(postgres_engine))


async def is_refused(connection: AsyncConnection, statement: str, **given: str) -> bool:
    try:
        await connection.execute(text(statement), given)
    except DBAPIError as error:
        return "append-only" in str(error.orig)
    return False


@pytest.mark.parametrize("statement", REFUSED)
async def test_the_eraser_changes_nothing_else(
    postgres_engine: AsyncEngine, person: Person, statement: str
) -> None:
    for erasing in (True, False):
        async with postgres_engine.connect() as connection:
            if erasing:
                await connection.execute(text(LET_THROUGH_THE_WALL))
            assert await is_refused(connection, statement), (statement, erasing)


@pytest.mark.parametrize("statement", ALLOWED)
async def test_only_the_eraser_takes_a_person_out(
    postgres_engine: AsyncEngine, person: Person, statement: str
) -> None:
    given = {"order": str(person.delivered.id), "owner": str(person.id)}
    names = {name: value for name, value in given.items() if f":{name}" in statement}
    async with postgres_engine.connect() as connection:
        assert await is_refused(connection, statement, **names)
    async with postgres_engine.connect() as connection:
        await connection.execute(text(LET_THROUGH_THE_WALL))
        changed = await connection.execute(text(statement), names)
        assert changed.rowcount > 0
        await connection.commit()
        # The next transaction on the same connection is not let through any more.
        assert await is_refused(connection, statement, **names)


async def test_an_unknown_word_opens_no_wall(postgres_engine: AsyncEngine, person: Person) -> None:
    async with postgres_engine.connect() as connection:
        await connection.execute(
            text("SELECT set_config('passepartout.erasing', :value, true)"), {"value": str(uuid4())}
        )
        assert await is_refused(connection, "UPDATE inbox SET body = ''")


OF_FINAL = [
    "UPDATE designs SET revision = revision + 1 WHERE id = CAST(:design AS uuid)",
    "UPDATE designs SET picture_id = gen_random_uuid() WHERE id = CAST(:design AS uuid)",
    "UPDATE designs SET render_id = NULL, status = 'draft' WHERE id = CAST(:design AS uuid)",
    "DELETE FROM designs WHERE id = CAST(:design AS uuid)",
]


@pytest.mark.parametrize("statement", OF_FINAL)
async def test_a_final_design_keeps_its_look_and_its_render(
    postgres_engine: AsyncEngine, statement: str
) -> None:
    persistence = InPostgres(postgres_engine)
    design = await a_design(persistence)
    async with persistence.begin() as work:
        render = await work.renders.add_or_get(render_of(design))
        await work.designs.save(design.finalized(render.id, DesignStatus.QUEUED, at=NOON))
        await work.commit()
    async with postgres_engine.connect() as connection:
        with pytest.raises(DBAPIError, match="is final"):
            await connection.execute(text(statement), {"design": str(design.id)})
