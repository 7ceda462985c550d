"""What staff list: attention items, jobs, and orders of every owner."""

from collections.abc import Sequence
from dataclasses import dataclass

from application.reconciliation.staff_ports import BeginStaffWork, JobRecord, OrderSearch
from domain.operations.job import JobState
from domain.orders.order import Order
from domain.reconciliation.attention_item import AttentionItem


@dataclass(frozen=True, slots=True, kw_only=True)
class ListAttention:
    begin: BeginStaffWork

    async def __call__(
        self, resolved: bool, page: int, limit: int
    ) -> tuple[Sequence[AttentionItem], bool]:
        """The page's items and whether more follow."""
        async with self.begin(reading=True) as work:
            found = await work.attention_list.page(resolved, page, limit)
        return found[:limit], len(found) > limit


@dataclass(frozen=True, slots=True, kw_only=True)
class ListJobs:
    begin: BeginStaffWork

    async def __call__(
        self, state: JobState, kind: str | None, page: int, limit: int
    ) -> tuple[Sequence[JobRecord], bool]:
        """The page's jobs and whether more follow."""
        async with self.begin(reading=True) as work:
            found = await work.job_register.page(state, kind, page, limit)
        return found[:limit], len(found) > limit


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOrders:
    begin: BeginStaffWork

    async def __call__(
        self, search: OrderSearch, page: int, limit: int
    ) -> tuple[Sequence[Order], bool]:
        """The page's orders and whether more follow."""
        async with self.begin(reading=True) as work:
            found = await work.order_register.page(search, page, limit)
        return found[:limit], len(found) > limit
