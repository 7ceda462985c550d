"""A durable store in one SQLite file, which survives SIGKILL at any moment."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path


def open_store(data_dir: Path, name: str, *schemas: str) -> sqlite3.Connection:
    """Open (or create) `data_dir/name` and apply the schemas (`create table if not exists …`).

    The connection is in autocommit mode: use `transaction` to write several rows at once.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    store = sqlite3.connect(data_dir / name, isolation_level=None)
    store.row_factory = sqlite3.Row
    # With a write-ahead log, NORMAL loses nothing when the process dies, only with the machine.
    store.execute("pragma journal_mode = wal")
    store.execute("pragma synchronous = normal")
    store.execute("pragma busy_timeout = 5000")
    for schema in schemas:
        store.executescript(schema)
    return store


@contextlib.contextmanager
def transaction(store: sqlite3.Connection) -> Iterator[None]:
    """All or nothing. Must not contain an `await`: the connection is shared by all requests."""
    store.execute("begin immediate")
    try:
        yield
    except BaseException:
        store.execute("rollback")
        raise
    store.execute("commit")
