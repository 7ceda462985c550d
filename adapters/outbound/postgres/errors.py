"""What goes wrong at the database, translated by what may be done next.

Source: PostgreSQL, "Appendix A. Error Codes". The transaction was rolled back in every case here;
only a connection lost during COMMIT leaves the outcome unknown.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from application.shared.outcomes import Unavailable
from domain.shared.refusals import Conflict

# Deadlock, serialisation failure: the same transaction may be run again at once.
AGAIN_AT_ONCE = frozenset({"40P01", "40001"})
# Lock timeout, statement timeout, shutdowns, read-only standby, too many connections.
AGAIN_LATER = frozenset({"55P03", "57014", "57P01", "57P02", "57P03", "25006", "53300", "25P03"})

UNIQUE_VIOLATION = "23505"
RETRY_AFTER_S = 1.0


class TransactionConflict(Unavailable):
    """Two transactions stood in each other's way; this one was undone and may be run again."""


class LockNotGranted(Unavailable):
    """Somebody else worked on the same rows for longer than a request should wait."""


@asynccontextmanager
async def translated() -> AsyncIterator[None]:
    """Raises TransactionConflict, LockNotGranted or Unavailable instead of the driver's errors.

    What is there already, told by a constraint, is a Conflict like any other.
    """
    try:
        yield
    except PoolTimeout as error:
        raise _later("no free connection") from error
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", None) or ""
        if code in AGAIN_AT_ONCE:
            raise TransactionConflict("postgres", code, RETRY_AFTER_S) from error
        if code == UNIQUE_VIOLATION:
            raise Conflict("Somebody else was quicker.") from error
        if code == "55P03":
            raise LockNotGranted("postgres", code, RETRY_AFTER_S) from error
        lost = error.connection_invalidated or isinstance(error, InterfaceError)
        if code in AGAIN_LATER or code.startswith("08") or lost:
            raise _later(code or "connection lost") from error
        raise
    except (OSError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
        raise _later("cannot connect") from error


def _later(detail: str) -> Unavailable:
    return Unavailable("postgres", detail, RETRY_AFTER_S)
