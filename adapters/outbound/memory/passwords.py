"""Passwords hashed at once, for tests that are not about hashing: never to guard a real account."""

import hashlib
import hmac
import secrets

MARK = "memory"
DUMMY = f"{MARK}$$"


class MemoryPasswords:
    """A salted SHA-256, which is far too quick to guess for a database that might be stolen."""

    async def hash(self, password: str) -> str:
        salt = secrets.token_hex(8)
        return f"{MARK}${salt}${_digest(salt, password)}"

    async def verify(self, password: str, password_hash: str | None) -> bool:
        mark, salt, digest = (password_hash or DUMMY).split("$", 2)
        is_equal = hmac.compare_digest(digest, _digest(salt, password))
        return mark == MARK and is_equal

    def needs_rehash(self, password_hash: str) -> bool:
        return not password_hash.startswith(f"{MARK}$")


def _digest(salt: str, password: str) -> str:
    return hashlib.sha256(f"{salt}{password}".encode()).hexdigest()
