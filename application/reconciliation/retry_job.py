"""Start a job again that was given up."""

from dataclasses import dataclass, replace
from uuid import UUID

from application.reconciliation.staff_ports import BeginStaffWork, JobRecord, StaffWork
from application.reconciliation.write_down import write_down
from application.shared.ports import Clock
from domain.orders.order import OrderNotFound
from domain.reconciliation.attention_item import AttentionItem, Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryJob:
    """Its attention item is closed with it, and opens again should it die once more."""

    begin: BeginStaffWork
    clock: Clock

    async def __call__(self, job_id: UUID, by: UUID) -> JobRecord:
        """Raises JobNotFound or JobIsNotDead."""
        at = self.clock.now()
        async with self.begin() as work:
            item = await _locked_item(work, job_id)
            job = await work.job_register.retry_dead(job_id)
            order_id = await _order_of(work, job)
            told = {"kind": job.kind}
            await write_down(work, at, by, "retried_job", f"job:{job.id}", order_id, told)
            if item is not None and item.is_open:
                await work.attention_list.close(
                    replace(
                        item, resolved_at=at, resolved_by=str(by), resolution=Resolution.REPAIRED
                    )
                )
            await work.commit()
        return job


async def _locked_item(work: StaffWork, job_id: UUID) -> AttentionItem | None:
    """Order, item, job, as a repair of the item locks them: else the two wait in a circle."""
    seen = await work.attention_list.find(f"dead-job:{job_id}")
    if seen is None:
        return None
    if seen.order_id is not None:
        await work.orders.lock(seen.order_id)
    return await work.attention_list.lock(seen.id)


async def _order_of(work: StaffWork, job: JobRecord) -> UUID | None:
    try:
        return (await work.order_register.get(UUID(job.payload.get("order_id", "")))).id
    except (ValueError, OrderNotFound):
        return None
