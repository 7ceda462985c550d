"""List an owner's orders, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.orders.ports import BeginOrderWork
from domain.identity.owner import Owner
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOrders:
    begin: BeginOrderWork

    async def __call__(self, owner: Owner, page: int, limit: int) -> tuple[Sequence[Order], bool]:
        """The page's orders and whether more follow."""
        async with self.begin(reading=True) as work:
            found = await work.orders.page(owner.id, page, limit)
        return found[:limit], len(found) > limit
