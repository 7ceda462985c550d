"""What the lab's adapters need of a client, guarded or not."""

from collections.abc import Mapping
from typing import Any, Protocol


class LabCalls(Protocol):
    """Answers are JSON objects; trouble is as in errors.py."""

    async def get(
        self, path: str, *, params: Mapping[str, str] | None = None, timeout_s: float | None = None
    ) -> dict[str, Any]: ...

    async def post(
        self,
        path: str,
        *,
        content: bytes,
        may_have_effect: bool,
        timeout_s: float | None = None,
    ) -> dict[str, Any]: ...
