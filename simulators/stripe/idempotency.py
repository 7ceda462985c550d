"""Idempotency keys: one result per key, replayed to every repetition (API v1 rules)."""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from simulators.stripe.refusals import ApiRefusal

SCHEMA = """
create table if not exists idempotency (
    key text primary key, fingerprint text not null, status integer not null,
    body text not null, created integer not null) without rowid;
"""
KEY_MAX = 255
KEPT_S = 24 * 3600


@dataclass(frozen=True, slots=True)
class StoredResult:
    """What the first call with a key was answered."""

    status: int
    body: str


class IdempotencyKeys:
    """Results live in the store; which keys are in flight is known to this process only."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        self._in_flight: set[str] = set()

    def claim(self, key: str, fingerprint: str, now: int) -> StoredResult | None:
        """None means: execute, then `release`. Refuses a busy key and other parameters."""
        if len(key) > KEY_MAX:
            raise ApiRefusal(f"Idempotency keys can be at most {KEY_MAX} characters.")
        if key in self._in_flight:
            raise ApiRefusal(
                "There is currently another in-progress request using this Idempotent Key "
                f"(that probably means you submitted twice, and the other request is still going "
                f"through): {key}",
                code="idempotency_key_in_use",
                status=409,
                kind="idempotency_error",
            )
        row = self._store.execute(
            "select * from idempotency where key = ? and created > ?", (key, now - KEPT_S)
        ).fetchone()
        if row is None:
            self._in_flight.add(key)
            return None
        if row["fingerprint"] != fingerprint:
            raise ApiRefusal(
                "Keys for idempotent requests can only be used with the same parameters they "
                f"were first used with. Try using a key other than '{key}' if you meant to "
                "execute a different request.",
                kind="idempotency_error",
            )
        return StoredResult(row["status"], row["body"])

    def keep(self, key: str, fingerprint: str, result: StoredResult, now: int) -> None:
        """Remember the result; belongs into the transaction of the effect."""
        self._store.execute(
            "insert or replace into idempotency values (?, ?, ?, ?, ?)",
            (key, fingerprint, result.status, result.body, now),
        )

    def release(self, key: str) -> None:
        """The call is over."""
        self._in_flight.discard(key)


def fingerprint_of(method: str, path: str, parameters: dict[str, Any]) -> str:
    """Equal for calls with the same parameters, in whatever order they were written."""
    canonical = json.dumps([method, path, parameters], sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
