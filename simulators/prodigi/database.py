"""Reads and writes of the one sqlite file, and the numbers that ids are made of."""

import random
import sqlite3
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulators.shared import request_log, store

# Recent real ids have 17 digits or more, beyond what a JavaScript number holds exactly.
_FIRST_NUMBER = 58709319062424576
_LARGEST_STEP = 9_999


@dataclass(frozen=True, slots=True)
class Database:
    """Used from the event loop's thread only: between two awaits a caller sees no other."""

    connection: sqlite3.Connection
    chance: random.Random

    def transaction(self) -> AbstractContextManager[None]:
        return store.transaction(self.connection)

    def rows(self, statement: str, *values: Any) -> list[sqlite3.Row]:
        return self.connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: Any) -> sqlite3.Row | None:
        found: sqlite3.Row | None = self.connection.execute(statement, values).fetchone()
        return found

    def change(self, statement: str, *values: Any) -> None:
        self.connection.execute(statement, values)

    def next_number(self) -> int:
        """Ever growing, with gaps, as the numbers of an account among many are."""
        step = self.chance.randint(1, _LARGEST_STEP)
        row = self.row("UPDATE sequence SET value = value + ? RETURNING value", step)
        if row is None:
            raise RuntimeError("the sequence table has lost its row")
        return int(row["value"])


def open_database(data_dir: Path, seed: int | None) -> Database:
    schema = Path(__file__).with_name("schema.sql").read_text("utf-8")
    connection = store.open_store(data_dir, "prodigi.sqlite3", request_log.SCHEMA, schema)
    connection.execute(
        "INSERT INTO sequence SELECT ? WHERE NOT EXISTS (SELECT 1 FROM sequence)",
        (_FIRST_NUMBER,),
    )
    return Database(connection, random.Random(seed))  # noqa: S311 - gaps between ids, no secret
