"""The issuer's keys: which of them sign, and which are published."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from simulators.identity.signing import PrivateKey, new_private_key
from simulators.shared.store import transaction

SCHEMA = """
create table if not exists signing_keys (
    number integer primary key, kid text not null, algorithm text not null, pem blob not null,
    named integer not null, published integer not null);
"""


@dataclass(frozen=True, slots=True)
class RingKey:
    """`is_named`: its id is told, in the published set and in tokens."""

    kid: str
    algorithm: str
    private: PrivateKey
    is_named: bool

    @property
    def jwk(self) -> dict[str, Any]:
        reader = ECAlgorithm if self.algorithm.startswith("ES") else RSAAlgorithm
        public: Any = self.private.public_key()
        told: dict[str, Any] = json.loads(reader.to_jwk(public))
        told.pop("key_ops", None)
        told |= {"use": "sig", "alg": self.algorithm}
        return {**told, "kid": self.kid} if self.is_named else told


class KeyRing:
    """The newest key signs unless another is asked for; keys survive a restart."""

    def __init__(self, store: sqlite3.Connection) -> None:
        self._store = store
        if not self.published():
            self.rotate("ES256")

    def rotate(
        self, algorithm: str, *, keep_old: bool = False, named: bool = True, bits: int = 2048
    ) -> RingKey:
        """A new key signs from now on; without `keep_old` the others are no longer published."""
        made = RingKey(uuid4().hex, algorithm, new_private_key(algorithm, bits), named)
        pem = made.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with transaction(self._store):
            if not keep_old:
                self._store.execute("update signing_keys set published = 0")
            self._store.execute(
                "insert into signing_keys (kid, algorithm, pem, named, published)"
                " values (?, ?, ?, ?, 1)",
                (made.kid, algorithm, pem, named),
            )
        return made

    def published(self) -> list[RingKey]:
        rows = self._store.execute("select * from signing_keys where published order by number")
        return [_key_of(row) for row in rows]

    def find(self, kid: str | None) -> RingKey | None:
        """Published or not; without an id the newest."""
        row = self._store.execute(
            "select * from signing_keys where ?1 is null or kid = ?1 order by number desc limit 1",
            (kid,),
        ).fetchone()
        return None if row is None else _key_of(row)


def _key_of(row: sqlite3.Row) -> RingKey:
    private: Any = load_pem_private_key(row["pem"], password=None)
    return RingKey(row["kid"], row["algorithm"], private, bool(row["named"]))
