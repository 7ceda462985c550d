"""Counts and hashes a file that was written, without ever holding all of it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

BLOCK_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """`md5` and `sha256` are hex."""

    bytes_count: int
    md5: str
    sha256: str


def measure(file: Path) -> Measured:
    md5, sha256, bytes_count = hashlib.md5(usedforsecurity=False), hashlib.sha256(), 0
    with file.open("rb") as opened:
        while block := opened.read(BLOCK_BYTES):
            md5.update(block)
            sha256.update(block)
            bytes_count += len(block)
    return Measured(bytes_count, md5.hexdigest(), sha256.hexdigest())
