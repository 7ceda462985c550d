"""Read the print lab's own list of orders, and tell staff of those that our books do not have."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from application.reconciliation.findings import Findings
from application.reconciliation.ports import (
    BeginReconciliation,
    LabOrderList,
    ListedLabOrder,
    OrderAtLab,
    ReconciliationWork,
)
from application.shared.ports import Clock
from domain.operations.attention import Attention

LAB_ORDERS = "prodigi_orders"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconcileDropships:
    """Orders of others who share the account name no order of ours, and are left alone.

    What we know is at the lab and have not heard of is asked about by the poller.
    """

    begin: BeginReconciliation
    lab: LabOrderList
    clock: Clock
    overlap: timedelta
    look_back: timedelta
    pages_max: int

    async def __call__(self) -> Findings:
        """Raises Unavailable; what was found until then is kept."""
        async with self.begin(reading=True) as work:
            mark = (await work.marks.get(LAB_ORDERS)).begin(self.clock.now())
        read = found = 0
        for _ in range(self.pages_max):
            if mark.until is None:
                break
            since = mark.starts_at(self.overlap, self.look_back)
            page = await self.lab.orders(since, mark.until, mark.cursor)
            mark = mark.reached(page.cursor)
            read += len(page.orders)
            async with self.begin() as work:
                found += await self._tell_staff(work, page.orders)
                await work.marks.save(mark)
                await work.commit()
        return Findings(looked_at=read, found=found, cut_short=not mark.is_done)

    async def _tell_staff(self, work: ReconciliationWork, listed: Sequence[ListedLabOrder]) -> int:
        strange = await work.lab_books.unknown(listed)
        if not strange:
            return 0
        at = self.clock.now()
        ours = await work.lab_books.orders_of(strange)
        for each in strange:
            if each.provider_order_id in ours:
                await work.attention.add(_item(each, ours[each.provider_order_id], at))
        return len(ours)


def _item(listed: ListedLabOrder, order: OrderAtLab, at: datetime) -> Attention:
    return Attention(
        reason="lab_order_unknown",
        dedupe_key=f"lab-order-unknown:{listed.provider_order_id}",
        at=at,
        order_id=order.order_id,
        details={
            "providerOrderId": listed.provider_order_id,
            "merchantReference": listed.merchant_reference,
            "orderNumber": order.number,
        },
    )
