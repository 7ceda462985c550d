"""When an order is paid, one production order per line is written down, each with its own job."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.fulfilment.ports import AssetUrls, CallbackTokens, FulfilmentWork, PrintLab
from application.fulfilment.submit_jobs import submit_job
from application.shared.ports import NewId
from domain.fulfilment.dropship import FIRST_FULFILMENT, Dropship, production_key
from domain.fulfilment.status import DropshipStatus
from domain.orders.order import Order, OrderLine


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPrints:
    """The lab's request is frozen here, in the paying transaction, before anybody calls the lab.

    Where a design's file is not there yet, it stays empty, and is frozen before the first call.
    """

    lab: PrintLab
    assets: AssetUrls
    callback_token: CallbackTokens
    new_id: NewId
    public_base_url: str
    asset_url_lifetime: timedelta

    async def __call__(self, work: FulfilmentWork, order: Order, at: datetime) -> None:
        dropships = [self.drafted(order, line, FIRST_FULFILMENT, at) for line in order.lines]
        await work.dropships.add(*dropships)
        await work.jobs.add([submit_job(dropship) for dropship in dropships])

    def drafted(self, order: Order, line: OrderLine, fulfilment_no: int, at: datetime) -> Dropship:
        """With its bytes, key and picture's address; not written down yet."""
        waiting = Dropship(
            id=self.new_id(),
            order_id=order.id,
            line_id=line.id,
            fulfilment_no=fulfilment_no,
            idempotency_key=production_key(order.id, line.id, fulfilment_no),
            callback_token=self.callback_token(),
            request_body=b"",
            status=DropshipStatus.PENDING,
        )
        return self.frozen(waiting, order, line, at) if line.has_print_file else waiting

    def frozen(self, waiting: Dropship, order: Order, line: OrderLine, at: datetime) -> Dropship:
        """With its bytes; the line must have a file."""
        body = self.lab.request_body(
            order,
            line,
            waiting.idempotency_key,
            f"{self.public_base_url}/api/webhooks/prodigi/{waiting.callback_token}",
            self.assets.public_url(line.asset_key, at + self.asset_url_lifetime),
        )
        return waiting.frozen(body)
