"""When an order is paid, one production order per line is written down, each with its own job."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from application.fulfilment.ports import AssetUrls, CallbackTokens, FulfilmentWork, PrintLab
from application.shared.ports import NewId
from domain.fulfilment.dropship import Dropship, production_key
from domain.fulfilment.status import DropshipStatus
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order, OrderLine

FIRST_FULFILMENT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPrints:
    """The lab's request is frozen here, in the paying transaction, before anybody calls the lab."""

    lab: PrintLab
    assets: AssetUrls
    callback_token: CallbackTokens
    new_id: NewId
    public_base_url: str
    asset_url_lifetime: timedelta

    async def __call__(self, work: FulfilmentWork, order: Order, at: datetime) -> None:
        dropships = [self._dropship(order, line, at) for line in order.lines]
        await work.dropships.add(*dropships)
        await work.jobs.add(
            [
                NewJob(
                    kind=JobKind.SUBMIT_DROPSHIP,
                    dedupe_key=f"submit:{dropship.idempotency_key}",
                    payload={"dropship_id": str(dropship.id), "order_id": str(order.id)},
                )
                for dropship in dropships
            ]
        )

    def _dropship(self, order: Order, line: OrderLine, at: datetime) -> Dropship:
        key = production_key(order.id, line.id, FIRST_FULFILMENT)
        token = self.callback_token()
        body = self.lab.request_body(
            order,
            line,
            key,
            f"{self.public_base_url}/api/webhooks/prodigi/{token}",
            self.assets.public_url(line.asset_key, at + self.asset_url_lifetime),
        )
        return Dropship(
            id=self.new_id(),
            order_id=order.id,
            line_id=line.id,
            fulfilment_no=FIRST_FULFILMENT,
            idempotency_key=key,
            callback_token=token,
            request_body=body,
            status=DropshipStatus.PENDING,
        )
