"""All of Stripe's objects, stored as the JSON that the API answers."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from simulators.stripe.refusals import no_such

SCHEMA = """
create table if not exists record (
    number integer primary key, id text not null unique, kind text not null, json text not null);
create index if not exists record_by_kind on record (kind, number);
create index if not exists open_session on record (json_extract(json, '$.expires_at'))
    where kind = 'checkout.session' and json_extract(json, '$.status') = 'open';
create table if not exists session_line_item (
    session_id text not null, position integer not null, json text not null,
    primary key (session_id, position)) without rowid;
"""

Record = dict[str, Any]


class Records:
    """Objects by id; `kind` is the object's own `object` field."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store

    def save(self, record: Record) -> None:
        """Insert or replace; an object keeps its place in lists."""
        self._store.execute(
            "insert into record (id, kind, json) values (?, ?, ?)"
            " on conflict (id) do update set json = excluded.json",
            (record["id"], record["object"], json.dumps(record)),
        )

    def find(self, kind: str, record_id: str | None) -> Record | None:
        """The object, or None."""
        row = self._store.execute(
            "select json from record where id = ? and kind = ?", (record_id, kind)
        ).fetchone()
        return json.loads(row["json"]) if row else None

    def get(self, kind: str, record_id: str, param: str = "id") -> Record:
        """The object; refuses as Stripe does, naming `param`, if it does not exist."""
        found = self.find(kind, record_id)
        if found is None:
            raise no_such(kind, record_id, param)
        return found

    def newest_first(self, kind: str, *, before_id: str | None = None) -> Iterator[Record]:
        """Objects of a kind, lazily, starting after `before_id`."""
        rows = self._store.execute(
            "select json from record where kind = :kind and (:id is null or"
            " number < (select number from record where id = :id)) order by number desc",
            {"kind": kind, "id": before_id},
        )
        return (json.loads(row["json"]) for row in rows)

    def oldest_first(self, kind: str, *, after_id: str) -> Iterator[Record]:
        """Objects of a kind that came after `after_id`, lazily."""
        rows = self._store.execute(
            "select json from record where kind = :kind and"
            " number > (select number from record where id = :id) order by number",
            {"kind": kind, "id": after_id},
        )
        return (json.loads(row["json"]) for row in rows)

    def save_line_items(self, session_id: str, items: list[Record]) -> None:
        """What a session sells, in order."""
        self._store.executemany(
            "insert into session_line_item values (?, ?, ?)",
            [(session_id, place, json.dumps(item)) for place, item in enumerate(items)],
        )

    def line_items(self, session_id: str) -> list[Record]:
        """What a session sells, in order."""
        rows = self._store.execute(
            "select json from session_line_item where session_id = ? order by position",
            (session_id,),
        )
        return [json.loads(row["json"]) for row in rows]
