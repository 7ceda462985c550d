"""A print of a design waits for the design's file, and is frozen with it before the lab is called.

The order and the production order are locked meanwhile, so neither a cancellation nor a second
worker comes between the file and the bytes that name it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from application.fulfilment.ports import FulfilmentWork
from application.fulfilment.when_order_is_paid_request_prints import RequestPrints
from application.shared.outcomes import Unavailable
from domain.designs.render import RenderedFile
from domain.fulfilment.dropship import Dropship
from domain.operations.attention import Attention
from domain.orders.order import Order
from domain.orders.timeline import TimelineEntry
from domain.reconciliation.repair import PRINT_FILE_LATE


@dataclass(frozen=True, slots=True, kw_only=True)
class AwaitPrintFile:
    """`patience` is how long after the payment staff are told that a file is missing."""

    prints: RequestPrints
    look_again_s: float
    patience: timedelta

    async def __call__(
        self, work: FulfilmentWork, order: Order, waiting: Dropship, at: datetime
    ) -> Dropship:
        """With its request where the file is there by now; the caller commits."""
        [line] = [line for line in order.lines if line.id == waiting.line_id]
        file = None if line.render_id is None else await _file_of(work, line.render_id)
        if file is None:
            if order.paid_at is not None and at - order.paid_at >= self.patience:
                await self._tell_staff(work, waiting, line.render_id, at)
            return waiting
        printable = line.printing(file.asset_key, file.md5)
        frozen = self.prints.frozen(waiting, order.printing(printable), printable, at)
        await work.dropships.freeze(frozen)
        await work.timeline.add(
            TimelineEntry(
                order_id=order.id,
                at=at,
                actor="passepartout",
                event="print_file_ready",
                data={"lineId": str(line.id), "renderId": str(line.render_id), "md5": file.md5},
            )
        )
        return frozen

    def later(self) -> Unavailable:
        """An outage in the eyes of whoever runs jobs: it is waited out however long it takes."""
        return Unavailable("renderer", "the print file is not made yet", self.look_again_s)

    async def _tell_staff(
        self, work: FulfilmentWork, waiting: Dropship, render_id: UUID | None, at: datetime
    ) -> None:
        await work.attention.report(
            Attention(
                reason=PRINT_FILE_LATE,
                dedupe_key=f"print-file-late:{waiting.idempotency_key}",
                at=at,
                order_id=waiting.order_id,
                details={"dropshipId": str(waiting.id), "renderId": str(render_id)},
            )
        )


async def _file_of(work: FulfilmentWork, render_id: UUID) -> RenderedFile | None:
    return next((render.file for render in await work.renders.get_many([render_id])), None)
