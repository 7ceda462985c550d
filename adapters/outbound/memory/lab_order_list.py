"""The memory lab's own list of orders."""

from datetime import datetime

from adapters.outbound.memory.print_lab import MemoryPrintLab
from application.reconciliation.ports import LabOrderPage


class MemoryLabOrderList:
    """`page` orders at a time; the memory lab has no clock, so every order is in every window."""

    def __init__(self, lab: MemoryPrintLab, page: int = 100) -> None:
        self._lab = lab
        self._page = page

    async def orders(self, since: datetime, until: datetime, cursor: str | None) -> LabOrderPage:
        listed = await self._lab.orders_listed()
        first = int(cursor or 0)
        last = first + self._page
        return LabOrderPage(listed[first:last], str(last) if last < len(listed) else None)
