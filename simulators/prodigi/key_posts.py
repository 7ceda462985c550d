"""Every POST that bore an idempotency key, so that a test can prove equal bytes on every try."""

import hashlib
from dataclasses import dataclass

from simulators.prodigi.database import Database
from simulators.prodigi.wire import Document, timestamp


@dataclass(frozen=True, slots=True)
class KeyPosts:
    database: Database

    def record(self, idempotency_key: str, raw_body: bytes) -> None:
        self.database.change(
            "INSERT INTO key_posts (idempotency_key, sha256, at) VALUES (?, ?, ?)",
            idempotency_key,
            hashlib.sha256(raw_body).hexdigest(),
            timestamp(),
        )

    def by_key(self) -> dict[str, Document]:
        rows = self.database.rows(
            "SELECT idempotency_key, sha256 FROM key_posts ORDER BY rowid",
        )
        bodies: dict[str, list[str]] = {}
        for row in rows:
            bodies.setdefault(row["idempotency_key"], []).append(row["sha256"])
        return {
            key: {
                "timesPosted": len(hashes),
                "bodiesEqual": len(set(hashes)) == 1,
                "bodySha256": list(dict.fromkeys(hashes)),
            }
            for key, hashes in bodies.items()
        }
