"""Write a mail down together with the job that sends it, in the work that gives the reason."""

from dataclasses import dataclass
from datetime import datetime

from application.notifications.ports import MailWork
from application.shared.ports import NewId
from domain.notifications.mail import Mail, Template
from domain.operations.job import JobKind, NewJob
from domain.orders.order import Order


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteMail:
    new_id: NewId

    async def __call__(
        self,
        work: MailWork,
        order: Order,
        template: Template,
        at: datetime,
        extra: dict[str, object] | None = None,
    ) -> None:
        mail = Mail(
            id=self.new_id(),
            order_id=order.id,
            template=template,
            dedupe_key=f"{template.value}:{order.id}",
            recipient=order.email,
            data=_story(order) | (extra or {}),
            created_at=at,
        )
        if await work.mails.add(mail):
            await work.jobs.add(
                [
                    NewJob(
                        kind=JobKind.SEND_MAIL,
                        dedupe_key=f"mail:{mail.dedupe_key}",
                        payload={"mail_id": str(mail.id), "order_id": str(order.id)},
                    )
                ]
            )


def _story(order: Order) -> dict[str, object]:
    return {
        "number": order.number,
        "name": order.address.name,
        "lines": [
            {"title": line.title, "quantity": line.quantity, "amount": line.amount.formatted}
            for line in order.lines
        ],
        "subtotal": order.totals.subtotal.formatted,
        "shipping": order.totals.shipping.formatted,
        "tax": order.totals.tax.formatted,
        "total": order.totals.total.formatted,
    }
