"""A request whose body is refused, not stumbled over, when it is no JSON at all."""

from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import ClientException


class ReadableRequest(Request[Any, Any, State]):
    """Litestar turns only msgspec's own errors into a 400."""

    async def json(self) -> Any:
        try:
            return await super().json()
        except (UnicodeDecodeError, RecursionError) as error:
            raise ClientException("The body is not JSON, or too deeply nested.") from error
