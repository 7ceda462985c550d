"""Tell an owner what happened to their carts, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.carts.record_ports import BeginCartHistoryWork, NotedEntry
from domain.identity.owner import Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCartHistory:
    begin: BeginCartHistoryWork

    async def __call__(
        self, owner: Owner, page: int, limit: int
    ) -> tuple[Sequence[NotedEntry], bool]:
        """The page's entries and whether more follow."""
        async with self.begin(reading=True) as work:
            found = await work.cart_history.of_owner(owner.id, page, limit)
        return found[:limit], len(found) > limit
