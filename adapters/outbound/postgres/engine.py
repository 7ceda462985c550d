"""The connection pool: small, impatient, and with limits that the server itself enforces."""

from typing import Any

import msgspec
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from adapters.settings import Settings

_decode = msgspec.json.Decoder().decode


def _encode(value: object) -> str:
    return msgspec.json.encode(value).decode()


def make_engine(
    settings: Settings, *, role: str = "api", statement_timeout_s: float | None = None
) -> AsyncEngine:
    """To be made on the event loop that uses it. Connections are opened on first use."""
    timeout_s = statement_timeout_s or settings.database_statement_timeout_s
    connect_args: dict[str, Any] = {
        "server_settings": server_settings(settings, role, timeout_s),
        "timeout": settings.database_pool_timeout_s,
        "command_timeout": timeout_s + 5,
    }
    if not settings.database_prepared_statements:
        connect_args |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
    return create_async_engine(
        make_url(settings.database_url).set(drivername="postgresql+asyncpg"),
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=settings.database_pool_timeout_s,
        pool_use_lifo=True,
        # What goes wrong is logged, and the values are buyers' names and addresses.
        hide_parameters=True,
        json_serializer=_encode,
        json_deserializer=_decode,
        connect_args=connect_args,
    )


def server_settings(settings: Settings, role: str, timeout_s: float) -> dict[str, str]:
    """Limits that hold even when this process no longer watches them."""
    idle_s = settings.database_idle_in_transaction_timeout_s
    return {
        "application_name": f"passepartout-{role}",
        "statement_timeout": _ms(timeout_s),
        "lock_timeout": _ms(settings.database_lock_timeout_s),
        "idle_in_transaction_session_timeout": _ms(idle_s),
        "timezone": "UTC",
        # Short statements by primary key: compiling them would cost more than running them.
        "jit": "off",
    }


def _ms(seconds: float) -> str:
    return str(int(seconds * 1000))
