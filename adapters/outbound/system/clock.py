"""The machine's own clock and its source of new ids."""

import secrets
from datetime import UTC, datetime
from uuid import UUID

from uuid_utils import compat


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(UTC)


def new_id() -> UUID:
    """A UUIDv7."""
    return compat.uuid7()


def new_callback_token() -> str:
    """256 bits, fit for a URL."""
    return secrets.token_urlsafe(32)


def new_file_secret() -> str:
    """256 bits, fit for the key of a file, which knows no capital letters."""
    return secrets.token_hex(32)
