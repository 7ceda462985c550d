"""Show staff any order, with everything that belongs to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from application.reconciliation.picture_of import picture_of
from application.reconciliation.staff_ports import BeginStaffWork, JobRecord
from domain.orders.timeline import TimelineEntry
from domain.payments.ledger import Ledger, ledger_of
from domain.payments.ledger_check import ledger_mismatches
from domain.reconciliation.attention_item import AttentionItem
from domain.reconciliation.order_picture import OrderPicture

JOBS_SHOWN_MAX = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeOrder:
    picture: OrderPicture
    ledger: Ledger
    ledger_mismatches: Sequence[str]
    timeline: Sequence[TimelineEntry]
    jobs: Sequence[JobRecord]
    attention: Sequence[AttentionItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowAnyOrder:
    """`snapshot` opens works that see one moment: nobody waits for whoever looks, and what is shown
    fits together although it is locked by nobody.
    """

    snapshot: BeginStaffWork

    async def __call__(self, order_id: UUID) -> WholeOrder:
        """Raises OrderNotFound."""
        async with self.snapshot() as work:
            seen = await picture_of(work, await work.order_register.get(order_id))
            timeline = await work.timeline.of(order_id)
            jobs = await work.job_register.of_order(order_id, JOBS_SHOWN_MAX)
            attention = await work.attention_list.of_order(order_id)
        return WholeOrder(
            picture=seen,
            ledger=ledger_of(seen.facts),
            ledger_mismatches=ledger_mismatches(seen.order, seen.facts, seen.refunds),
            timeline=timeline,
            jobs=jobs,
            attention=attention,
        )
