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
# Lock timeout, statement timeout, shutdowns, read-only standby.
AGAIN_LATER = frozenset({"55P03", "57014", "57P01", "57P02", "57P03", "25006", "25P03"})
# Classes: no connection, want of resources (disk, memory), errors of the system below.
OF_THE_MACHINE = ("08", "53", "58")

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
        trouble = _trouble(getattr(error.orig, "sqlstate", None) or "")
        lost = error.connection_invalidated or isinstance(error, InterfaceError)
        if trouble is None and lost:
            trouble = _later("connection lost")
        if trouble is None:
            raise
        raise trouble from error
    except asyncpg.PostgresError as error:
        trouble = _trouble(error.sqlstate or "")
        if trouble is None:
            raise
        raise trouble from error
    except (OSError, TimeoutError, asyncpg.InterfaceError) as error:
        raise _later("cannot connect") from error
    except asyncpg.InternalClientError as error:
        # The server died while the connection lay in the pool; nothing could be sent on it.
        raise _later("connection lost") from error


def _trouble(code: str) -> Unavailable | Conflict | None:
    if code == UNIQUE_VIOLATION:
        return Conflict("Somebody else was quicker.")
    if code in AGAIN_AT_ONCE:
        return TransactionConflict("postgres", code, RETRY_AFTER_S)
    if code == "55P03":
        return LockNotGranted("postgres", code, RETRY_AFTER_S)
    if code in AGAIN_LATER or code.startswith(OF_THE_MACHINE):
        return _later(code)
    return None


def _later(detail: str) -> Unavailable:
    return Unavailable("postgres", detail, RETRY_AFTER_S)
